import type { TaskStatus } from '@mission-control/protocol'
import { useState } from 'react'
import { COLUMNS } from '../live/live.ts'
import { useLive } from '../live/use-live.tsx'
import { useStored } from '../stored/use-stored.ts'

/**
 * The columns that are folded: those that somebody has folded, and those in which there was nothing
 * when the board was opened. One that has been open stays so, empty or not: a board on which tasks come
 * and go must not move under the pointer. A board without any task shows them all.
 */
export function useFolded() {
  const [stored, setStored] = useStored<readonly string[]>('board.folded', ['cancelled'])
  const [opened, setOpened] = useState<ReadonlySet<TaskStatus> | null>(null)
  const loading = useLive((live) => live.connection.state === 'loading')
  const filled = useLive(
    (live) => COLUMNS.filter((status) => live.overview.tasks[status] > 0),
    same,
  )
  if (!loading && opened === null) setOpened(new Set(filled.length === 0 ? COLUMNS : filled))
  else if (opened && filled.some((status) => !opened.has(status))) open(filled)

  function open(statuses: readonly TaskStatus[]) {
    setOpened((before) => new Set([...(before ?? []), ...statuses]))
  }

  return {
    folded: COLUMNS.filter(
      (status) => stored.includes(status) || (opened !== null && !opened.has(status)),
    ),
    fold(status: TaskStatus, to: boolean) {
      setStored(to ? [...stored, status] : stored.filter((each) => each !== status))
      if (!to) open([status])
    },
  }
}

function same(a: readonly TaskStatus[], b: readonly TaskStatus[]): boolean {
  return a.join() === b.join()
}
