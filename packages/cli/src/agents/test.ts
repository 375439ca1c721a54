import type { Call } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { printable } from '../screen/visible.ts'
import { desktopNamed } from '../session/desktop-named.ts'
import type { Session } from '../session/session.ts'

/** Has the desktop ask its agent; the exit code says whether it is ready. */
export async function testAgent(session: Session, { args }: Call): Promise<number> {
  const { id } = await desktopNamed(session, args[0]!)
  const test = await session.client.agents.test(id)
  session.screen.value(test, ({ message }) => printable(message))
  return test.ready ? 0 : EXIT.failed
}
