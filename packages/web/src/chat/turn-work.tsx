import type { ChatTurn } from '@mission-control/protocol'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { explain } from '../app/explain.ts'
import { useCore } from '../live/use-live.tsx'
import { PermissionBox } from '../permissions/permission-box.tsx'
import { text } from '../strings/index.ts'
import { EntryRow } from '../transcript/entry-row.tsx'
import { Fold } from '../transcript/fold.tsx'
import { PlanView } from '../transcript/plan-view.tsx'
import { Transcript } from '../transcript/transcript.ts'
import { useOpened } from '../transcript/use-opened.ts'
import { WorkLine } from '../transcript/work-line.tsx'
import { usageWords } from '../usage/usage-words.ts'
import type { Reply } from './use-reply.ts'

const words = text.chat

/** What the agent did for a turn: as it does it, and later in one line that opens to it. */
export function TurnWork({ turn, reply }: { turn: ChatTurn; reply: Reply | null }) {
  const [open, setOpen] = useState(false)
  if (turn.status === 'running') {
    return (
      <div className="-mx-5 grid grid-cols-[minmax(0,1fr)]">
        {reply && <Entries transcript={reply.transcript} />}
        <div className="@container mx-5 my-1 overflow-hidden rounded-xl border border-review/50 empty:hidden">
          <PermissionBox taskId={turn.taskId} />
        </div>
        <WorkLine
          usage={reply?.transcript.usage ?? null}
          begun={(reply?.transcript.count ?? 0) > 0}
        />
      </div>
    )
  }
  const title = (
    <span className="truncate text-xs text-dim">
      {words.work}
      {turn.usage && ` · ${usageWords(turn.usage)}`}
    </span>
  )
  return (
    <div>
      <Fold title={title} open={open} onToggle={() => setOpen(!open)}>
        <Stored taskId={turn.taskId} />
      </Fold>
    </div>
  )
}

function Stored({ taskId }: { taskId: string }) {
  const { client } = useCore()
  const { data, error } = useQuery({
    queryKey: ['chat work', taskId],
    queryFn: async ({ signal }) => {
      const transcript = new Transcript()
      for (const chunk of await client.tasks.output(taskId, {}, { signal })) {
        transcript.append(chunk)
      }
      transcript.end()
      return transcript
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (error) return <p className="text-failed">{explain(error)}</p>
  if (!data) return <p className="text-dim">{text.transcript.loading}</p>
  return <Entries transcript={data} />
}

/** The answer itself stands below. */
function Entries({ transcript }: { transcript: Transcript }) {
  const opened = useOpened()
  const places = Array.from({ length: transcript.count }, (_, place) => place)
  return (
    <>
      {transcript.plan.length > 0 && <PlanView plan={transcript.plan} />}
      {places.map((place) => {
        const entry = transcript.entry(place)
        if (entry.kind === 'result' || entry.kind === 'error') return null
        return (
          <EntryRow
            key={place}
            entry={entry}
            place={place}
            over={transcript.isOver}
            open={opened.has(place)}
            onToggle={opened.toggle}
          />
        )
      })}
    </>
  )
}
