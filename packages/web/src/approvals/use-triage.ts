import { useEffect, useMemo, useRef, useState } from 'react'
import { useLive } from '../live/use-live.tsx'
import { selectedIn } from './selected.ts'

export interface Triage {
  /** Tasks that wait for a decision; first those whose agents ask, then the one whose result came last. */
  ids: readonly string[]
  selected: string | undefined
  select: (id: string) => void
  /** Selects the task that is so many places further down. */
  step: (by: 1 | -1) => void
}

export function useTriage(): Triage {
  const column = useLive((live) => live.columns.review.ids)
  const approvals = useLive((live) => live.approvals)
  const permissions = useLive((live) => live.permissions)
  const ids = useMemo(() => {
    // An approval's id begins with the time at which it was made.
    const since = (id: string) => approvals.get(id) ?? ''
    const results = column.toSorted((a, b) => (since(a) < since(b) ? 1 : -1))
    return [...new Set(permissions.values()), ...results]
  }, [column, approvals, permissions])

  const [chosen, select] = useState<string>()
  const before = useRef(ids)
  const selected = selectedIn(ids, chosen, before.current)
  useEffect(() => {
    before.current = ids
    if (selected !== undefined) select(selected)
  }, [ids, selected])

  const step = (by: 1 | -1) => {
    const place = selected === undefined ? 0 : ids.indexOf(selected) + by
    const id = ids[Math.min(Math.max(place, 0), ids.length - 1)]
    if (id !== undefined) select(id)
  }
  return { ids, selected, select, step }
}
