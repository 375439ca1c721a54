import { explain } from '../app/explain.ts'
import { keysOf } from '../app/shortcut-table.ts'
import { text } from '../strings/index.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { TITLE_ID } from './title-id.ts'
import type { Loaded } from './use-task.ts'

const words = text.taskPage

interface Props {
  loaded: Exclude<Loaded, { state: 'there' }>
  taskId: string
  onClose: () => void
}

/** Shown instead of a task that is still loading, was deleted, or never existed. */
export function NoTask({ loaded, taskId, onClose }: Props) {
  return (
    <div className="flex items-start gap-3 px-5 py-4">
      <div className="min-w-0 flex-1">{reasonFor(loaded, taskId, onClose)}</div>
      <IconButton icon="close" label={words.close} keys={keysOf('close')} onClick={onClose} />
    </div>
  )
}

function reasonFor(loaded: Props['loaded'], taskId: string, onClose: () => void) {
  if (loaded.state === 'loading') {
    return (
      <div className="grid gap-3">
        <h2 id={TITLE_ID} className="sr-only">
          {text.reading.loading}
        </h2>
        <Skeleton className="h-4 w-60" />
        <Skeleton className="h-6 w-96 max-w-full" />
      </div>
    )
  }
  const { title, advice } =
    loaded.state === 'refused'
      ? { title: words.refused, advice: explain(loaded.error) }
      : loaded.state === 'deleted'
        ? { title: words.deleted, advice: words.deletedAdvice }
        : { title: words.missing, advice: words.missingAdvice }
  return (
    <div role="alert" className="grid justify-items-start gap-2">
      <h2 id={TITLE_ID} className="text-xl font-semibold">
        {title}
      </h2>
      <p className="text-dim">{advice}</p>
      <p className="font-mono text-xs text-dim [overflow-wrap:anywhere]">{taskId}</p>
      {loaded.state === 'refused' ? (
        <Button onClick={loaded.retry}>{text.actions.retry}</Button>
      ) : (
        <Button onClick={onClose}>{text.problems.toBoard}</Button>
      )}
    </div>
  )
}
