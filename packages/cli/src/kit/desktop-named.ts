import type { Desktop } from '@mission-control/protocol'
import type { Kit } from './kit.ts'
import { calledIn, lastOf, onlyOf } from './named.ts'

/** The desktop that the text names: its name, its id, the beginning of the id, or `@last`. */
export function desktopIn(
  all: readonly Desktop[],
  text: string,
  last: string | undefined,
): Desktop {
  const wanted = text === '@last' ? lastOf('desktop', last) : text
  return onlyOf('desktop', text, calledIn(all, 'desktop', wanted), 'desktops list')
}

export async function desktopNamed({ client, memory }: Kit, text: string): Promise<Desktop> {
  const desktop = desktopIn(await client.desktops.list(), text, memory.last('desktop'))
  memory.keep({ desktop: desktop.id })
  return desktop
}
