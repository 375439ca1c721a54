import type { Batch, BoardTask, EqualOutput } from '@mission-control/protocol'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { explain } from '../app/explain.ts'
import { Given } from '../approvals/given.tsx'
import { useCore, useLive } from '../live/use-live.tsx'
import { MiddleText } from '../log/middle-text.tsx'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { StatusIcon } from '../ui/status.tsx'

const words = text.batch
/** How many desktops are named for one output. */
const NAMES = 12
/** The batch is loaded again at most this often, in ms. */
const EVERY = 500

/** The tasks of an open batch: those with the same outcome and output in one row, the others one by one. */
export function BatchTasks({ batchId, summary }: { batchId: string; summary: string }) {
  const { data, error } = useBatch(batchId)
  if (error) return <p className="text-failed">{explain(error)}</p>
  if (!data) return <Skeleton className="h-16" />
  const equal = data.outputs.filter(({ taskIds }) => taskIds.length > 1)
  const together = new Set(equal.flatMap(({ taskIds }) => taskIds))
  const tasks = new Map(data.tasks.map((task) => [task.id, task]))
  return (
    <ul
      aria-label={words.tasks}
      className="relative z-1 -mx-1 grid max-h-80 grid-cols-[minmax(0,1fr)] gap-px overflow-y-auto border-t border-line pt-1.5 text-xs"
    >
      {equal.map((each) => (
        <Together key={each.taskIds[0]} equal={each} tasks={tasks} />
      ))}
      {data.tasks
        .filter(({ id }) => !together.has(id))
        .map((task) => (
          <Alone key={task.id} task={task} summary={summary} />
        ))}
    </ul>
  )
}

function Together({
  equal: { taskIds, tail },
  tasks,
}: {
  equal: EqualOutput
  tasks: ReadonlyMap<string, BoardTask>
}) {
  const first = tasks.get(taskIds[0]!)!
  const rest = taskIds.length - NAMES
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-0.5 px-1 py-1">
      <p className="flex min-w-0 items-center gap-1.5">
        <StatusIcon status={first.status} />
        <span className="flex-none font-[550]">
          {taskIds.length} {tail === null ? words.nothing[first.type] : words.answered[first.type]}
        </span>
        {tail !== null && (
          <code className="min-w-0 truncate font-mono text-2xs text-dim" title={tail}>
            <VisibleText text={tail} />
          </code>
        )}
      </p>
      <p className="flex flex-wrap gap-x-2 pl-5 text-dim">
        {taskIds.slice(0, NAMES).map((id) => (
          <TaskLink key={id} task={tasks.get(id)!} />
        ))}
        {rest > 0 && <span className="text-faint">{words.more(rest)}</span>}
      </p>
    </li>
  )
}

function Alone({ task, summary }: { task: BoardTask; summary: string }) {
  const said = task.tail ?? task.error?.message ?? null
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-0.5 px-1 py-1">
      <p className="flex min-w-0 items-center gap-1.5">
        <StatusIcon status={task.status} />
        <span className="sr-only">{text.status[task.status]}</span>
        <TaskLink task={task}>
          {task.summary !== summary && (
            <VisibleText text={task.summary} className="truncate font-mono text-2xs" />
          )}
        </TaskLink>
      </p>
      <Given votes={task.approvals} className="truncate pl-5 text-review" />
      {said !== null && (
        <code className="block truncate pl-5 font-mono text-2xs text-dim" title={said}>
          <VisibleText text={said} />
        </code>
      )}
    </li>
  )
}

function TaskLink({ task, children }: { task: BoardTask; children?: ReactNode }) {
  const name = useLive((live) => live.desktops.get(task.desktopId)?.name) ?? text.task.gone
  return (
    <Link
      to="/tasks/$taskId"
      params={{ taskId: task.id }}
      className="inline-flex min-w-0 max-w-full items-baseline gap-1.5 text-text hover:underline"
    >
      <MiddleText text={name} />
      {children}
    </Link>
  )
}

function useBatch(batchId: string) {
  const { client, store } = useCore()
  const queries = useQueryClient()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const refresh = () => {
      timer = undefined
      void queries.invalidateQueries({ queryKey: ['batch', batchId] })
    }
    const unwatch = store.watch(({ payload }) => {
      if ('batchId' in payload && payload.batchId === batchId) timer ??= setTimeout(refresh, EVERY)
    })
    return () => {
      clearTimeout(timer)
      unwatch()
    }
  }, [batchId, queries, store])
  return useQuery<Batch>({
    queryKey: ['batch', batchId],
    queryFn: async ({ signal }) => (await client.board.batch(batchId, { signal })).batch,
    staleTime: 0,
  })
}
