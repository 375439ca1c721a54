import type { AgentUsage } from '@mission-control/protocol'
import { text } from '../strings/index.ts'
import { StatusIcon } from '../ui/status.tsx'
import { usageDetails, usageWords } from '../usage/usage-words.ts'

interface Props {
  usage: AgentUsage | null
  /** The agent has reported something. */
  begun: boolean
  /** The agent waits for a person. */
  asks?: boolean
}

/** At the end of a transcript that goes on: says that the agent works, and what it has used until now. */
export function WorkLine({ usage, begun, asks }: Props) {
  const { works, nothingYet, asks: waits } = text.transcript
  return (
    <p className="flex flex-none items-center gap-1.5 border-t border-line px-5 py-1.5 text-xs text-dim phone:px-4">
      <StatusIcon status={asks ? 'review' : 'running'} />
      <span role="status">{asks ? waits : begun ? works : nothingYet}</span>
      {usage && <span title={usageDetails(usage)}>· {usageWords(usage)}</span>}
    </p>
  )
}
