import type { Desktop } from '@mission-control/protocol'
import { CommandError } from '../command-error.ts'
import { lastOf, matching } from './named.ts'
import type { Session } from './session.ts'

/** The desktop that is called so: by its name, its id, the beginning of that, or `@last`. */
export function desktopIn(
  all: readonly Desktop[],
  text: string,
  last: string | undefined,
): Desktop {
  const wanted = text === '@last' ? lastOf('desktop', last) : text
  const named = all.filter(({ name }) => name === wanted)
  const found = named.length > 0 ? named : all.filter(({ id }) => matching('desktop', id, wanted))
  const [only, another] = found
  if (only && !another) return only
  if (only) {
    const ids = found.map(({ id }) => id).join(', ')
    throw new CommandError('usage', `${JSON.stringify(text)} is more than one desktop: ${ids}.`)
  }
  throw new CommandError(
    'notFound',
    `There is no desktop ${JSON.stringify(text)}. \`mission-control desktops list\` shows which there are.`,
  )
}

export async function desktopNamed({ client, memory }: Session, text: string): Promise<Desktop> {
  const desktop = desktopIn(await client.desktops.list(), text, memory.last('desktop'))
  memory.keep({ desktop: desktop.id })
  return desktop
}
