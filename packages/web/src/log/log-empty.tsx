import { explain } from '../app/explain.ts'
import type { OutputState } from '../output/output-source.ts'
import { text } from '../strings/index.ts'
import { day } from '../time/format.ts'
import { Button } from '../ui/button.tsx'
import type { LoggedTask } from './logged-task.ts'

interface Props {
  task: LoggedTask
  state: OutputState
  onRetry: () => void
}

/** Why there is nothing to read. */
export function LogEmpty({ task, state, onRetry }: Props) {
  return (
    <div className="absolute inset-x-0 top-0 grid justify-items-start gap-2 px-5 py-4 text-dim">
      {state.state === 'refused' ? (
        <div role="alert" className="grid justify-items-start gap-2">
          <p className="text-text">{text.log.refused}</p>
          <p>{explain(state.error)}</p>
          <Button onClick={onRetry}>{text.actions.retry}</Button>
        </div>
      ) : (
        <p>{state.state === 'loading' ? text.log.loading : reason(task)}</p>
      )}
    </div>
  )
}

function reason({ status, startedAt, outputRemovedAt }: LoggedTask): string {
  if (outputRemovedAt !== null) return text.log.removed(day(Date.parse(outputRemovedAt)))
  if (status === 'pending') return text.log.notRun
  if (status === 'running') return text.log.nothingYet
  return startedAt === null ? text.log.neverRan : text.log.nothing
}
