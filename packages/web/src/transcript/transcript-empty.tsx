import { explain } from '../app/explain.ts'
import type { LoggedTask } from '../log/logged-task.ts'
import type { OutputState } from '../output/output-source.ts'
import { text } from '../strings/index.ts'
import { day } from '../time/format.ts'
import { Button } from '../ui/button.tsx'

const words = text.transcript

interface Props {
  task: LoggedTask
  state: OutputState
  onRetry: () => void
}

/** Why there is nothing to read. */
export function TranscriptEmpty({ task, state, onRetry }: Props) {
  return (
    <div className="absolute inset-x-0 top-0 grid justify-items-start gap-2 px-5 py-4 text-dim phone:px-4">
      {state.state === 'refused' ? (
        <div role="alert" className="grid justify-items-start gap-2">
          <p className="text-text">{words.refused}</p>
          <p>{explain(state.error)}</p>
          <Button onClick={onRetry}>{text.actions.retry}</Button>
        </div>
      ) : (
        <p>{state.state === 'loading' ? words.loading : reason(task)}</p>
      )}
    </div>
  )
}

function reason({ status, startedAt, outputRemovedAt }: LoggedTask): string {
  if (outputRemovedAt !== null) return text.log.removed(day(Date.parse(outputRemovedAt)))
  if (status === 'pending') return words.notRun
  if (status === 'running') return words.begins
  return startedAt === null ? words.neverRan : words.empty
}
