import { useEffect, useState, useSyncExternalStore } from 'react'
import { beforePaint } from '../live/store.ts'
import { useCore } from '../live/use-live.tsx'
import { type Content, OutputSource, type Snapshot } from './output-source.ts'

/** The task's output from its beginning, growing until its run is over; `make`: what it goes into. */
export function useOutputSource<T extends Content>(
  taskId: string,
  isOver: boolean,
  make: () => T,
): OutputSource<T> {
  const { client, store } = useCore()
  const [leaving] = useState(() => new AbortController())
  const [source] = useState(
    () =>
      new OutputSource({
        content: make(),
        fetchPage: (query) => client.tasks.output(taskId, query, { signal: leaving.signal }),
        schedule: beforePaint,
      }),
  )
  useEffect(() => {
    const unwatch = store.watch((event) => {
      if (!('taskId' in event.payload) || event.payload.taskId !== taskId) return
      if (event.type === 'task.output') source.pass(event.payload)
      // What came while nobody listened, or was skipped, is stored by now.
      else if (/^(task\.|output\.skipped$)/.test(event.type)) void source.catchUp()
    })
    let { connection } = store.get()
    const unsubscribe = store.subscribe(() => {
      const before = connection
      connection = store.get().connection
      if (before !== connection && connection.state === 'live') void source.catchUp()
    })
    void source.catchUp()
    return () => {
      unwatch()
      unsubscribe()
      leaving.abort()
    }
  }, [source, store, taskId, leaving])
  useEffect(() => {
    if (isOver) void source.catchUp().then(() => source.finish())
  }, [source, isOver])
  return source
}

export function useSnapshot(source: OutputSource<Content>): Snapshot {
  return useSyncExternalStore(source.subscribe, source.get)
}
