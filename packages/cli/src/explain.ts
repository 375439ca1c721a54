import { StartError } from '@mission-control/server/start-error'

/** What its owner can mend in one sentence; a bug with its stack, for whoever reports it. */
export function explain(error: unknown): string {
  if (error instanceof StartError || !(error instanceof Error))
    return String((error as Error).message ?? error)
  return error.stack ?? error.message
}
