import type { AgentSetup, Desktop } from '@mission-control/protocol'
import { useState } from 'react'
import { useLive } from '../live/use-live.tsx'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icons.tsx'
import { AgentFacts } from './agent-facts.tsx'
import { AgentKey } from './agent-key.tsx'
import { agentName } from './agent-words.ts'
import { CopyAgent } from './copy-agent.tsx'
import { RemoveSetup } from './remove-setup.tsx'
import type { AgentTesting } from './use-agent-test.ts'

const words = text.agents

interface Props {
  desktop: Desktop
  setup: AgentSetup | null
  testing: AgentTesting
  onChange: () => void
  onRemoved: () => void
}

/** Which agent the desktop has, whether it is ready and if not why, and what can be done about it. */
export function AgentCard({ desktop, setup, testing, onChange, onRemoved }: Props) {
  const [removing, setRemoving] = useState(false)
  const [copying, setCopying] = useState(false)
  const isAlone = useLive((live) => live.desktops.size < 2)
  const { agent, agentReady } = desktop
  const why = reason(desktop, setup)
  const isThere = agent !== null || setup !== null
  return (
    <section className="grid gap-3 rounded-lg border border-line bg-panel p-4">
      <header className="flex flex-wrap items-center gap-2">
        <Icon name="prompt" className={agentReady ? 'text-accent' : 'text-faint'} />
        <h2 className="min-w-0 font-semibold [overflow-wrap:anywhere]">
          <VisibleText text={agentName(agent, setup)} />
        </h2>
        {isThere && (
          <span className={agentReady ? 'text-done' : 'text-failed'}>
            {agentReady ? words.ready : words.notReady}
          </span>
        )}
      </header>
      {why && (
        <p className={agent?.problem ? '[overflow-wrap:anywhere]' : 'text-dim'}>
          <VisibleText text={why} />
        </p>
      )}
      {agent && agent.asksPermission !== 'yes' && (
        <p className="text-dim">
          <VisibleText text={agent.asksPermissionReason} />
        </p>
      )}
      {setup && <AgentFacts setup={setup} />}
      {isThere && <AgentKey desktop={desktop} />}
      <Answer testing={testing} />
      <div className="flex flex-wrap gap-2">
        <Button needs="desktops" look={isThere ? 'plain' : 'main'} onClick={onChange}>
          {setup ? words.change : agent ? words.replace : words.setUp}
        </Button>
        {isThere && (
          <Button needs="desktops" disabled={testing.isAsking} onClick={testing.ask}>
            {words.test}
          </Button>
        )}
        {setup && !isAlone && (
          <Button needs="desktops" onClick={() => setCopying(true)}>
            {words.copy.open}
          </Button>
        )}
        {setup && (
          <Button needs="desktops" look="danger" onClick={() => setRemoving(true)}>
            {words.remove}
          </Button>
        )}
      </div>
      {copying && <CopyAgent desktop={desktop} onClose={() => setCopying(false)} />}
      {removing && (
        <RemoveSetup
          desktopId={desktop.id}
          onRemoved={onRemoved}
          onClose={() => setRemoving(false)}
        />
      )}
    </section>
  )
}

function Answer({ testing: { isAsking, answer } }: { testing: AgentTesting }) {
  return (
    <p role="status" className="[overflow-wrap:anywhere] empty:hidden">
      {isAsking ? (
        <span className="text-dim">{words.testing}</span>
      ) : (
        answer && (
          <span className={answer.ready ? 'text-done' : 'text-failed'}>
            <VisibleText text={answer.message} />
          </span>
        )
      )}
    </p>
  )
}

function reason({ agent, agentReady, status }: Desktop, setup: AgentSetup | null): string | null {
  if (!agent && !setup) return words.noneAbout
  if (status !== 'running') return words.offline
  if (agent?.problem) return agent.problem
  if (!agentReady) return words.waits
  return agent?.source === 'machine' ? words.byMachine : null
}
