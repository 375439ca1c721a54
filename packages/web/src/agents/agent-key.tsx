import type { AgentScope, Desktop } from '@mission-control/protocol'
import { useState } from 'react'
import { useMay } from '../account/may.tsx'
import { useChangeDesktop } from '../desktops/use-change-desktop.ts'
import { text } from '../strings/index.ts'
import { SelectField } from '../ui/field.tsx'

const words = text.agents.ownKey

/** Whether the agent gets an API key for each prompt, and what it may do. */
export function AgentKey({ desktop: { id, agentKey } }: { desktop: Desktop }) {
  const may = useMay()
  const change = useChangeDesktop(id)
  const [refused, setRefused] = useState<string | undefined>()
  const choose = async (chosen: string) => {
    const scopes = chosen === '' ? null : (chosen.split(' ') as AgentScope[])
    setRefused((await change({ agentKey: scopes }))?.refused)
  }
  return (
    <SelectField
      label={words.label}
      hint={words.hint}
      error={refused}
      disabled={!may('desktops')}
      value={agentKey?.join(' ') ?? ''}
      onChange={(event) => void choose(event.target.value)}
    >
      {words.choices.map(([scopes, name]) => (
        <option key={scopes} value={scopes}>
          {name}
        </option>
      ))}
    </SelectField>
  )
}
