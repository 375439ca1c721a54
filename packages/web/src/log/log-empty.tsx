import { explain } from '../app/explain.ts'
import type { OutputState } from '../output/output-source.ts'
import { text } from '../strings/index.ts'
import { day } from '../time/format.ts'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import type { LoggedTask } from './logged-task.ts'

/** The words for a log, or for a transcript. */
interface Words {
  loading: string
  refused: string
  notRun: string
  nothingYet: string
  neverRan: string
  nothing: string
}

interface Props {
  words: Words
  task: LoggedTask
  state: OutputState
  onRetry: () => void
  className?: string
}

/** Why there is nothing to read. */
export function LogEmpty({ words, task, state, onRetry, className }: Props) {
  return (
    <div
      className={classNames(
        'absolute inset-x-0 top-0 grid justify-items-start gap-2 px-5 py-4 text-dim',
        className,
      )}
    >
      {state.state === 'refused' ? (
        <div role="alert" className="grid justify-items-start gap-2">
          <p className="text-text">{words.refused}</p>
          <p>{explain(state.error)}</p>
          <Button onClick={onRetry}>{text.actions.retry}</Button>
        </div>
      ) : (
        <p>{state.state === 'loading' ? words.loading : reason(words, task)}</p>
      )}
    </div>
  )
}

function reason(words: Words, { status, startedAt, outputRemovedAt }: LoggedTask): string {
  if (outputRemovedAt !== null) return text.log.removed(day(Date.parse(outputRemovedAt)))
  if (status === 'pending') return words.notRun
  if (status === 'running') return words.nothingYet
  return startedAt === null ? words.neverRan : words.nothing
}
