import { ACP_PRESETS, type AgentSetup } from '@mission-control/protocol'
import type { ReactNode } from 'react'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { Age } from '../time/times.tsx'
import { LIMITS } from './draft.ts'

const words = text.agents.facts

/** What is stored, without what is secret. */
export function AgentFacts({ setup }: { setup: AgentSetup }) {
  return (
    <dl className="grid grid-cols-[88px_minmax(0,1fr)] gap-x-3 gap-y-1.5">
      <Fact name={words.kind}>{text.agents.kinds[setup.kind]}</Fact>
      {setup.kind === 'acp' ? <Program setup={setup} /> : <Endpoint setup={setup} />}
      {setup.kind !== 'chat' && Object.keys(setup.mcpServers).length > 0 && (
        <Fact name={words.mcp}>
          <Code text={Object.keys(setup.mcpServers).join(', ')} />
        </Fact>
      )}
      <Limits setup={setup} />
      <Fact name={words.saved}>
        <Age at={setup.updatedAt} />
      </Fact>
    </dl>
  )
}

function Program({ setup }: { setup: Extract<AgentSetup, { kind: 'acp' }> }) {
  const { preset, command, env, mode } = setup
  return (
    <>
      <Fact name={words.program}>
        {preset ? ACP_PRESETS[preset].title : <Code text={command ?? ''} />}
      </Fact>
      {env.length > 0 && (
        <Fact name={words.env}>
          <Code text={env.join(', ')} />
        </Fact>
      )}
      {mode && <Fact name={words.mode}>{mode}</Fact>}
    </>
  )
}

function Endpoint({ setup }: { setup: Exclude<AgentSetup, { kind: 'acp' }> }) {
  const { baseUrl, apiKey, model, headers } = setup
  return (
    <>
      {setup.kind === 'builtin' && (
        <Fact name={words.provider}>{text.agents.providers[setup.provider]}</Fact>
      )}
      {baseUrl && (
        <Fact name={words.baseUrl}>
          <Code text={baseUrl} />
        </Fact>
      )}
      <Fact name={words.model}>{model ? <Code text={model} /> : words.usualModel}</Fact>
      <Fact name={words.key}>{apiKey ? words.keyEnds(apiKey.last4) : words.noKey}</Fact>
      {headers.length > 0 && (
        <Fact name={words.headers}>
          <Code text={headers.join(', ')} />
        </Fact>
      )}
    </>
  )
}

function Limits({ setup: { limits } }: { setup: AgentSetup }) {
  const set = LIMITS.filter((limit) => limits[limit] !== null)
  if (set.length === 0) return null
  return (
    <Fact name={words.limits}>
      {set.map((limit) => words.limit[limit](limits[limit]!.toLocaleString())).join(' · ')}
    </Fact>
  )
}

function Code({ text: words }: { text: string }) {
  return (
    <span className="font-mono text-xs [overflow-wrap:anywhere]">
      <VisibleText text={words} />
    </span>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-dim">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  )
}
