/** What something may be known by; of its text so many characters are certain. */
export interface Form {
  text: string
  certain: number
}

/** Something that is judged by itself. */
export interface Part {
  /** What an `allow` has to match. */
  plain: readonly string[]
  /** What an `ask` or a `never` may match. */
  forms: readonly Form[]
}

/** It may be anything. */
export const UNKNOWN: Part = { plain: [], forms: [{ text: '…', certain: 0 }] }

export function certainly(text: string): Form {
  return { text, certain: text.length }
}

export function isCertain({ text, certain }: Form): boolean {
  return certain === text.length
}

/** With single blanks. */
export function tidy(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}
