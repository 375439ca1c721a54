import type { AgentSetup, Desktop } from '@mission-control/protocol'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { explain } from '../app/explain.ts'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { AgentCard } from './agent-card.tsx'
import { AgentForm } from './agent-form.tsx'
import { useAgentTest } from './use-agent-test.ts'

/** The agent of a desktop: how it is, and its set-up by the server. */
export function AgentPart({ desktop }: { desktop: Desktop }) {
  const { client } = useCore()
  const queries = useQueryClient()
  const queryKey = ['desktop agent', desktop.id]
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: ({ signal }) => client.agents.get(desktop.id, { signal }),
  })
  const testing = useAgentTest(desktop.id)
  const [isEditing, setEditing] = useState(false)
  const put = (setup: AgentSetup | null) => queries.setQueryData(queryKey, { setup })
  if (!data) {
    if (!error) return <Skeleton className="h-36 rounded-lg" />
    return (
      <div role="alert" className="grid justify-items-start gap-2">
        <p>{text.agents.refused}</p>
        <p className="text-dim">{explain(error)}</p>
        <Button onClick={() => refetch()}>{text.actions.retry}</Button>
      </div>
    )
  }
  if (isEditing) {
    return (
      <AgentForm
        desktop={desktop}
        setup={data.setup}
        onCancel={() => setEditing(false)}
        onSaved={(setup) => {
          put(setup)
          setEditing(false)
          if (desktop.status === 'running') testing.ask()
        }}
      />
    )
  }
  return (
    <AgentCard
      desktop={desktop}
      setup={data.setup}
      testing={testing}
      onChange={() => setEditing(true)}
      onRemoved={() => put(null)}
    />
  )
}
