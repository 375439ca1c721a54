import { writeSync } from 'node:fs'

/**
 * Prints a line, into `keeper.log`. Where the disk is full `console.error` throws, and the keeper
 * has worse to see to than a line that is lost.
 */
export function say(text: string): void {
  try {
    writeSync(2, `${new Date().toISOString()} ${text}\n`)
  } catch (error) {
    if (!(error instanceof Error)) throw error
  }
}
