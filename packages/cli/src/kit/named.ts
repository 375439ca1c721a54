import { CommandError } from '../command-error.ts'
import type { Recalled } from './memory.ts'

/** How many characters an id has after its kind. */
const ID_LENGTH = 26

/** Whether the id begins with the text, with or without its kind. */
export function matching(kind: string, id: string, text: string): boolean {
  return id.startsWith(text.startsWith(`${kind}_`) ? text : `${kind}_${text}`)
}

/** Those with exactly this name; if there are none, those whose id begins with the text. */
export function calledIn<T extends { id: string; name: string }>(
  all: readonly T[],
  kind: string,
  text: string,
  isCalled = ({ name }: T) => name === text,
): T[] {
  const named = all.filter(isCalled)
  return named.length > 0 ? named : all.filter(({ id }) => matching(kind, id, text))
}

export function isWhole(kind: string, text: string): boolean {
  return text.length === kind.length + 1 + ID_LENGTH && text.startsWith(`${kind}_`)
}

export function lastOf(kind: Recalled, id: string | undefined): string {
  if (id !== undefined) return id
  throw new CommandError(
    'notFound',
    `@last means nothing yet: no earlier command named ${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}.`,
  )
}

/**
 * The one thing that a word means; throws if there is none, or several. `list`: the command that lists them.
 */
export function onlyOf<T extends { id: string }>(
  kind: Recalled | 'service account' | 'member' | 'user' | 'workspace',
  text: string,
  found: readonly T[],
  list: string,
): T {
  const [only, another] = found
  if (only && !another) return only
  if (only) {
    const ids = found.map(({ id }) => id).join(', ')
    throw new CommandError('usage', `${JSON.stringify(text)} is more than one ${kind}: ${ids}.`)
  }
  throw new CommandError(
    'notFound',
    `There is no ${kind} ${JSON.stringify(text)}. \`mission-control ${list}\` shows which there are.`,
  )
}
