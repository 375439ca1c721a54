import type { Step } from './glob.ts'

/** What a shell, outside of quotes or within, doesn't take for a character like any other; and controls. */
const SPECIAL = /[;&|<>()$`\\#\p{Cc}]/u
const OPERATORS = /[;&|<>()`\n\r{}]/

const PLAIN = 0
const SINGLE = 1
const DOUBLE = 2

/** Goes over arguments and no further: past no operator, and past a quote only if it is closed again. */
export const overArguments: Step = (character, state) => {
  if (SPECIAL.test(character)) return null
  if (character === "'" && state !== DOUBLE) return state === PLAIN ? SINGLE : PLAIN
  if (character === '"' && state !== SINGLE) return state === PLAIN ? DOUBLE : PLAIN
  return state
}

/** The line, and each of the simple commands in it, roughly: with single blanks, and quotes not heeded. */
export function commandsIn(line: string): string[] {
  const tidy = (text: string) => text.replaceAll(/\s+/g, ' ').trim()
  return [line, tidy(line), ...line.split(OPERATORS).map(tidy)]
}
