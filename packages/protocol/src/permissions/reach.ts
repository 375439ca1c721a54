import type { PermissionSubject } from '../resources/permission.ts'
import type { Reach, Step } from './glob.ts'

/** Characters that are special to a shell, within quotes or outside, and control characters. */
const SPECIAL = /[;&|<>()$`\\#\p{Cc}]/u

const PLAIN = 0
const SINGLE = 1
const DOUBLE = 2

/** Passes arguments and nothing else: no operator, and a quote only if it is closed again. */
const overArguments: Step = (character, state) => {
  if (SPECIAL.test(character)) return null
  if (character === "'" && state !== DOUBLE) return state === PLAIN ? SINGLE : PLAIN
  if (character === '"' && state !== SINGLE) return state === PLAIN ? DOUBLE : PLAIN
  return state
}

/** The wildcards of an `ask` or a `never`. */
export const ANYTHING: Reach = { some: () => 0, all: () => 0 }

/**
 * The wildcards of an `allow` are narrow, so that it allows no more than it seems to: a `*` stays
 * within a folder, a part of an address, or the arguments of one command.
 */
export const NARROW: Record<PermissionSubject['kind'], Reach> = {
  command: { some: overArguments, all: overArguments },
  path: { some: (character) => (character === '/' ? null : 0), all: () => 0 },
  address: { some: (character) => (character === '/' ? null : 0), all: () => 0 },
  text: { some: (character) => (/\p{Cc}/u.test(character) ? null : 0), all: () => 0 },
}
