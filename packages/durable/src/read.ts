import { readFileSync } from 'node:fs'

/** `damaged`: something is there that isn't what was written, such as nothing. */
export type Found = { text: string } | 'missing' | 'damaged'

/** What a durable file holds, without the blanks around it, if it is what it should be. */
export function readDurable(path: string, isValid: (text: string) => boolean): Found {
  try {
    const text = readFileSync(path, 'utf8').trim()
    return isValid(text) ? { text } : 'damaged'
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'missing'
    throw error
  }
}
