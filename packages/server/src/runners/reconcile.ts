import type { Hello } from '@mission-control/protocol/runner'
import type { RunOfTask } from '../store/runs.ts'

/** What becomes of a run that hasn't ended, when its desktop's runner has said hello. */
export type Reconciled =
  /** The runner has it: its output goes on from where it is stored. */
  | 'goes_on'
  /** It is sent to the runner, which can't have seen it. */
  | 'start'
  /** The runner's journal has passed its number, but knows nothing of it. */
  | 'lost'

/** `isTheirs`: the hello names it. Pure. */
export function reconcile(
  run: Pick<RunOfTask, 'dispatch'>,
  isTheirs: boolean,
  hello: Pick<Hello, 'lastDispatch'>,
): Reconciled {
  if (isTheirs) return 'goes_on'
  return run.dispatch <= hello.lastDispatch ? 'lost' : 'start'
}

/**
 * What a runner is told about a run that has ended here, or is unknown because its task was
 * deleted. If it ended by itself, the runner forgets it, and background children live on. If it
 * still runs, or was given up, the runner stops it. For an unknown run only the runner knows which,
 * so it is told both.
 */
export function answersTo(
  run: Pick<RunOfTask, 'abandoned'> | undefined,
): readonly ('endAck' | 'discard')[] {
  if (run === undefined) return ['endAck', 'discard']
  return run.abandoned === 1 ? ['discard'] : ['endAck']
}

/**
 * What a message about a run belongs to: a run that goes on, one that has ended, or none any more.
 */
export type Fence = 'take' | 'ended' | 'stranger'

/**
 * Only what belongs to a run that hasn't ended is taken. An end that is recorded already, or whose
 * task was deleted since, is acknowledged again; what was given up is to be stopped.
 */
export function fence(
  run: Pick<RunOfTask, 'ended_at' | 'abandoned'> | undefined,
  isEnd: boolean,
): Fence {
  if (run?.ended_at === null) return 'take'
  const endsHere = run ? run.abandoned === 0 : isEnd
  return endsHere ? 'ended' : 'stranger'
}
