import type { FailureCode } from '@mission-control/protocol'
import { spoken } from '../spoken.ts'

const WORDS: Record<FailureCode, string> = {
  exit_nonzero: 'failed',
  signaled: 'killed',
  timed_out: 'timed out',
  rejected: 'rejected',
  spawn_failed: 'did not start',
  start_unknown: 'start unknown',
  output_lost: 'output lost',
  keeper_lost: 'lost',
  desktop_restarted: 'machine restarted',
  desktop_lost: 'desktop lost',
  desktop_deleted: 'desktop removed',
  desktop_unavailable: 'desktop unavailable',
  runner_too_old: 'runner too old',
  agent_error: 'agent failed',
  agent_refused: 'agent refused',
  agent_limit: 'limit reached',
  agent_rate_limited: 'rate limited',
  agent_unreachable: 'agent unreachable',
  agent_denied: 'agent denied',
  agent_interrupted: 'agent interrupted',
  agent_not_ready: 'agent not ready',
}

/** A failure in a word or two; a code from a newer server shows as it is. */
export const { failure } = spoken({
  failure: (code: FailureCode): string => WORDS[code] ?? code,
})
