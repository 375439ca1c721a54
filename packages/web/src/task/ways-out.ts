import type { Desktop, FailureCode } from '@mission-control/protocol'
import type { ShownTask } from './shown-task.ts'

/** Where the cause can be put right: the desktop's agent, its connection, or its disk and limits. */
type Way = 'agent' | 'desktop' | 'machine'

const AGENT: readonly FailureCode[] = [
  'agent_not_ready',
  'agent_refused',
  'agent_denied',
  'agent_limit',
  'agent_rate_limited',
  'agent_unreachable',
]
/** The disk of the machine was full, or a limit of its user was reached. */
const AT_MACHINE: readonly FailureCode[] = ['spawn_failed', 'output_lost']
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
  if (error && AT_MACHINE.includes(error.code)) return 'machine'
  return status === 'pending' && type === 'prompt' && !desktop.agentReady ? 'agent' : null
}
