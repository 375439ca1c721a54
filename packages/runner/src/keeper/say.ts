import { writeSync } from 'node:fs'

/**
 * Prints a line into `keeper.log`. On a full disk `console.error` throws; a lost line is no reason
 * to stop.
 */
export function say(text: string): void {
  try {
    writeSync(2, `${new Date().toISOString()} ${text}\n`)
  } catch (error) {
    if (!(error instanceof Error)) throw error
  }
}
