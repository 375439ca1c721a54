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

/** The same of JSON; undefined: it is missing or damaged. */
export function readDurableJson<T>(path: string, isValid: (value: T) => boolean): T | undefined {
  let value: T | undefined
  const found = readDurable(path, (text) => {
    try {
      value = JSON.parse(text) as T
    } catch (error) {
      if (error instanceof SyntaxError) return false
      throw error
    }
    return isValid(value)
  })
  return typeof found === 'object' ? value : undefined
}
