import type { Log } from './log.ts'

/** Words by which programs report an error; “0 errors” is none. */
const WORDS = /\b(?:errors?|fatal|exception|panic(?:ked)?|traceback|failed|failures?)\b/i
const NONE = /\b(?:no|0|zero|without)\s+(?:errors?|fail\w*|exceptions?)\b/gi
/** How many lines to look at before the page gets a turn. */
const SLICE = 20_000

/** The first line that looks like an error, else the first on stderr; null: neither is there. */
export async function firstError(log: Log): Promise<number | null> {
  let complaint: number | null = null
  for (let line = 0; line < log.lines; line++) {
    if (looksLikeError(log.textOf(line))) return line
    if (complaint === null && log.streamOf(line) === 'stderr') complaint = line
    if (line % SLICE === SLICE - 1) await new Promise((resolve) => setTimeout(resolve))
  }
  return complaint
}

export function looksLikeError(text: string): boolean {
  return WORDS.test(text) && WORDS.test(text.replace(NONE, ''))
}
