import { CommandError } from '../command-error.ts'
import type { Recalled } from './memory.ts'

/** Characters of an id behind its kind. */
const ID_LENGTH = 26

/** Whether an id begins so; its kind may be left out. */
export function matching(kind: string, id: string, text: string): boolean {
  return id.startsWith(text.startsWith(`${kind}_`) ? text : `${kind}_${text}`)
}

export function isWhole(kind: string, text: string): boolean {
  return text.length === kind.length + 1 + ID_LENGTH && text.startsWith(`${kind}_`)
}

export function lastOf(kind: Recalled, id: string | undefined): string {
  if (id !== undefined) return id
  throw new CommandError('notFound', `@last means nothing yet: no earlier command named a ${kind}.`)
}
