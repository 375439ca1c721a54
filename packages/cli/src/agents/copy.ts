import type { Call } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { desktopIn } from '../kit/desktop-named.ts'
import type { Kit } from '../kit/kit.ts'

/** Gives other desktops this one's agent; fails if one of them is refused it. */
export async function copyAgent(kit: Kit, { args }: Call): Promise<number> {
  const { client, memory, screen } = kit
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
