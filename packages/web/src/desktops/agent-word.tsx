import type { Desktop } from '@mission-control/protocol'
import { text } from '../strings/index.ts'
import { Icon } from '../ui/icons.tsx'

const words = text.desktops.agent

/** Whether the desktop takes prompts, in a word. */
export function AgentWord({ desktop: { agent, agentReady } }: { desktop: Desktop }) {
  const state = agentReady ? words.ready : agent ? words.notReady : words.none
  return (
    <span
      title={agentReady ? words.readyHint : words.notReadyHint}
      className={`inline-flex items-center gap-1.5 align-middle whitespace-nowrap ${agentReady ? '' : 'text-faint'}`}
    >
      {agentReady && <Icon name="prompt" className="size-3.5 text-dim" />}
      {agent ? `${words.kinds[agent.kind]}, ${state}` : state}
    </span>
  )
}
