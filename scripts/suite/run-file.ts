import { run } from 'node:test'
import type { TestEvent } from 'node:test/reporters'

/** A test that never settles is ended after so long, in ms, and named. */
const TEST_WITHIN = 120_000
/** And its file, where even that doesn't help, or where something goes on after its tests. */
const FILE_WITHIN = 900_000

/** Runs a file in a process of its own; resolves with all that happened, in order. */
export async function runFile(
  file: string,
  cwd: string,
  signal: AbortSignal,
): Promise<TestEvent[]> {
  const events: TestEvent[] = []
  const execArgv = [`--test-timeout=${TEST_WITHIN}`]
  const ended = AbortSignal.any([signal, AbortSignal.timeout(FILE_WITHIN)])
  for await (const event of run({ files: [file], cwd, execArgv, signal: ended })) {
    // What a run says of itself as a whole is of no interest: it is one of many.
    if ('file' in event.data && event.data.file !== undefined) events.push(event)
  }
  return events
}
