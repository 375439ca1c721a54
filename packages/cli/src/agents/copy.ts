import type { Call } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { desktopIn } from '../session/desktop-named.ts'
import type { Session } from '../session/session.ts'

/** Gives other desktops this one's agent; fails if one of them is refused it. */
export async function copyAgent(session: Session, { args }: Call): Promise<number> {
  const { client, memory, screen } = session
  const all = await client.desktops.list()
  const [from, ...targets] = args.map((text) => desktopIn(all, text, memory.last('desktop')))
  const ids = targets.map(({ id }) => id)
  const outcomes = await client.agents.copy(from!.id, ids)
  const names = new Map(targets.map(({ id, name }) => [id, name]))
  const columns = [
    { title: 'NAME', of: ({ id }: { id: string }) => names.get(id) ?? id },
    { title: 'AGENT', of: ({ error }: (typeof outcomes)[0]) => error?.detail ?? 'copied' },
  ]
  await screen.list(outcomes, columns, 'No desktops.')
  return outcomes.some(({ error }) => error) ? EXIT.failed : 0
}
