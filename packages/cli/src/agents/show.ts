import type { Call } from '../command.ts'
import { fieldsOf } from '../screen/fields.ts'
import { visible } from '../screen/visible.ts'
import { desktopNamed } from '../session/desktop-named.ts'
import type { Session } from '../session/session.ts'

export async function showAgent(session: Session, { args }: Call): Promise<void> {
  const { id } = await desktopNamed(session, args[0]!)
  const answer = await session.client.agents.get(id)
  session.screen.value(answer, ({ setup }) => {
    if (setup === null) return 'The server has set up none: what the machine says counts.'
    return fieldsOf(Object.entries(setup).map(([name, value]) => [name, shown(value)] as const))
  })
}

export async function removeAgent(session: Session, { args }: Call): Promise<void> {
  const { id, name } = await desktopNamed(session, args[0]!)
  await session.client.agents.remove(id)
  session.screen.done({ id }, `What ${visible(name)} says itself about its agent counts again.`)
}

function shown(value: unknown): string | null {
  if (value === null || typeof value === 'string') return value
  return JSON.stringify(value)
}
