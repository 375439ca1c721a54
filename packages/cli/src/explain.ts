import { StartError } from '@mission-control/server/start-error'
import { EXIT } from './exit-codes.ts'
import { exitOf, problemOf, wordsOf } from './kit/refusal.ts'

/**
 * Explains an error that the user can fix in one sentence, or to a program as a problem document. A bug gets
 * its stack, for the report.
 */
export function explain(error: unknown, asJson: boolean): { words: string; exitCode: number } {
  const exit = exitOf(error)
  if (exit !== null) {
    const words = asJson
      ? JSON.stringify(problemOf(error as Error, exit), null, 2)
      : wordsOf(error as Error)
    return { words, exitCode: EXIT[exit] }
  }
  const isPlain = error instanceof StartError || !(error instanceof Error)
  const words = isPlain ? String((error as Error).message ?? error) : (error.stack ?? error.message)
  return { words, exitCode: EXIT.failed }
}
