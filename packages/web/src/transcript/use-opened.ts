import { useCallback, useState } from 'react'

/** Which rows somebody has opened. */
export function useOpened() {
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set())
  const toggle = useCallback((row: number) => {
    setOpened((before) => {
      const after = new Set(before)
      if (!after.delete(row)) after.add(row)
      return after
    })
  }, [])
  return { has: (row: number) => opened.has(row), toggle }
}
