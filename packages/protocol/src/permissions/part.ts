/**
 * A form by which something may be known; `certain`: how many characters of its text are certain.
 */
export interface Form {
  text: string
  certain: number
}

/** Something that the rules decide about by itself. */
export interface Part {
  /** What an `allow` has to match. */
  plain: readonly string[]
  /** What an `ask` or a `never` may match. */
  forms: readonly Form[]
}

/** A part that may be anything. */
export const UNKNOWN: Part = { plain: [], forms: [{ text: '…', certain: 0 }] }

export function certainly(text: string): Form {
  return { text, certain: text.length }
}

export function isCertain({ text, certain }: Form): boolean {
  return certain === text.length
}

/** The text with single blanks. */
export function tidy(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}
