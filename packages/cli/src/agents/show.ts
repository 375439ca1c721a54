import type { Call } from '../command.ts'
import { desktopNamed } from '../kit/desktop-named.ts'
import type { Kit } from '../kit/kit.ts'
import { fieldsOf } from '../screen/fields.ts'
import { visible } from '../screen/visible.ts'

export async function showAgent(kit: Kit, { args }: Call): Promise<void> {
  const { id } = await desktopNamed(kit, args[0]!)
  const answer = await kit.client.agents.get(id)
  kit.screen.value(answer, ({ setup }) => {
    if (setup === null) return 'The server has set up none: what the machine says counts.'
    return fieldsOf(Object.entries(setup).map(([name, value]) => [name, shown(value)] as const))
  })
}

export async function removeAgent(kit: Kit, { args }: Call): Promise<void> {
  const { id, name } = await desktopNamed(kit, args[0]!)
  await kit.client.agents.remove(id)
  kit.screen.done({ id }, `What ${visible(name)} says itself about its agent counts again.`)
}

function shown(value: unknown): string | null {
  if (value === null || typeof value === 'string') return value
  return JSON.stringify(value)
}
