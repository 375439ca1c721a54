import { GLANCE_MAX } from '@mission-control/protocol'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { explain } from '../app/explain.ts'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { Snippet } from '../transcript/snippet.tsx'
import { restOf, useSeen } from './seen.tsx'

/** The whole content of a task, shown before somebody decides about it. */
export function LongContent({ taskId }: { taskId: string }) {
  const { client } = useCore()
  const { ids, mark } = useSeen()
  const { data, error } = useQuery({
    queryKey: ['task', taskId],
    queryFn: ({ signal }) => client.tasks.get(taskId, { signal }),
  })
  const content = data?.content
  // The content was too long in bytes, but not in characters.
  const isShort = content !== undefined && restOf(content) === 0
  useEffect(() => {
    if (isShort) mark(taskId)
  }, [isShort, mark, taskId])
  if (error) return <p className="text-failed">{explain(error)}</p>
  if (content === undefined) return <p className="text-dim">{text.reading.loading}</p>
  return (
    <Snippet
      text={content}
      limit={ids.has(taskId) ? Number.POSITIVE_INFINITY : GLANCE_MAX}
      onAll={() => mark(taskId)}
    />
  )
}
