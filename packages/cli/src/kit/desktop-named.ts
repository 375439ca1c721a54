import type { Desktop } from '@mission-control/protocol'
import type { Kit } from './kit.ts'
import { lastOf, matching, onlyOf } from './named.ts'

/** The desktop that the text names: its name, its id, the beginning of the id, or `@last`. */
export function desktopIn(
  all: readonly Desktop[],
  text: string,
  last: string | undefined,
): Desktop {
  const wanted = text === '@last' ? lastOf('desktop', last) : text
  const named = all.filter(({ name }) => name === wanted)
  const found = named.length > 0 ? named : all.filter(({ id }) => matching('desktop', id, wanted))
  return onlyOf('desktop', text, found, 'desktops list')
}

export async function desktopNamed({ client, memory }: Kit, text: string): Promise<Desktop> {
  const desktop = desktopIn(await client.desktops.list(), text, memory.last('desktop'))
  memory.keep({ desktop: desktop.id })
  return desktop
}
