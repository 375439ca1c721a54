import type { Desktop, FailureCode } from '@mission-control/protocol'
import type { ShownTask } from './shown-task.ts'

/** What can be done about it: at the desktop's agent, or at its machine. */
type Way = 'agent' | 'desktop'

const AGENT: readonly FailureCode[] = [
  'agent_not_ready',
  'agent_refused',
  'agent_denied',
  'agent_limit',
  'agent_rate_limited',
  'agent_unreachable',
]
const AT_DESKTOP: readonly FailureCode[] = [
  'desktop_lost',
  'desktop_restarted',
  'desktop_unavailable',
  'keeper_lost',
  'output_lost',
  'runner_too_old',
  'start_unknown',
]

/** null: nothing that another page could put right. Pure. */
export function wayOut(
  { type, status, error }: Pick<ShownTask, 'type' | 'status' | 'error'>,
  desktop: Pick<Desktop, 'status' | 'agentReady'> | undefined,
): Way | null {
  if (!desktop || !['pending', 'running', 'failed'].includes(status)) return null
  const byItself = status === 'failed' && (!error || !AT_DESKTOP.includes(error.code))
  if (desktop.status !== 'running' && !byItself) return 'desktop'
  if (error && AGENT.includes(error.code)) return 'agent'
  return status === 'pending' && type === 'prompt' && !desktop.agentReady ? 'agent' : null
}
