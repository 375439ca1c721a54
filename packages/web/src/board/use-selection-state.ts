import { useMemo, useRef, useState } from 'react'
import { rangeOf, type Selection } from './selection.ts'

export function useSelectionState(): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const [cursor, setCursor] = useState<string | null>(null)
  const anchor = useRef<string | null>(null)
  return useMemo(
    () => ({
      ids,
      cursor,
      setCursor,
      toggle(id) {
        anchor.current = id
        setIds((all) => {
          const next = new Set(all)
          if (!next.delete(id)) next.add(id)
          return next
        })
      },
      extendTo(id, column) {
        const range = rangeOf(column, anchor.current, id)
        setIds((all) => new Set([...all, ...range]))
      },
      clear() {
        anchor.current = null
        setIds(new Set())
      },
    }),
    [ids, cursor],
  )
}
