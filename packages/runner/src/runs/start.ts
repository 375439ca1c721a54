import type { DownOf } from '@mission-control/protocol/runner'
import type { StartLine } from '../journal/lines.ts'
import { acceptance } from './orders.ts'
import { STOPPED_BEFORE_START } from './run.ts'
import type { Runs } from './runs.ts'

/** It names files. */
const RUN_ID = /^[A-Za-z0-9_][\w.:-]{0,199}$/

/**
 * Accepts a start: into the journal, durably, then into the queue. A number that is not above the
 * highest one was accepted before, so it is not started again, even if nothing is left of that run.
 */
export async function start(
  runs: Runs,
  message: DownOf<'start' | 'prompt'>,
  desktopId: string,
): Promise<void> {
  const { journal, bootId, log } = runs.options
  const { runId, dispatch } = message
  if (!RUN_ID.test(runId)) {
    log.error({ runId }, 'A run whose id cannot name a file was ignored')
    return
  }
  const accepted = acceptance(runs.get(runId) !== undefined, dispatch, journal.highestDispatch)
  if (accepted === 'ignore') return
  const line = lineOf(message, { desktopId, at: Date.now(), bootId })
  const run = runs.add(line)
  if (message.type === 'prompt') run.key = message.key ?? null
  if (accepted === 'refuse') {
    const message = `This desktop has accepted dispatch ${dispatch} before and knows nothing of its run any more.`
    return runs.reject(run, { kind: 'failed', code: 'start_unknown', message })
  }
  try {
    await journal.start(line)
  } catch (error) {
    const message = `The start could not be written down, so nothing was started. ${await runs.disk.tell(error)}`
    return runs.reject(run, { kind: 'failed', code: 'spawn_failed', message })
  }
  if (run.cancelled) runs.conclude(run, STOPPED_BEFORE_START)
  else runs.enqueue(run)
}

/** The run's line in the journal: everything but the key. */
function lineOf(
  message: DownOf<'start' | 'prompt'>,
  here: Pick<StartLine, 'desktopId' | 'at' | 'bootId'>,
): StartLine {
  const { type: t, ...wanted } = message
  if ('key' in wanted) delete wanted.key
  return { t, ...wanted, ...here } as StartLine
}
