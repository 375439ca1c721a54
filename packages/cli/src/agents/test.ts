import type { Call } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { desktopNamed } from '../kit/desktop-named.ts'
import type { Kit } from '../kit/kit.ts'
import { printable } from '../screen/visible.ts'

/** Has the desktop ask its agent; the exit code says whether it is ready. */
export async function testAgent(kit: Kit, { args }: Call): Promise<number> {
  const { id } = await desktopNamed(kit, args[0]!)
  const test = await kit.client.agents.test(id)
  kit.screen.value(test, ({ message }) => printable(message))
  return test.ready ? 0 : EXIT.failed
}
