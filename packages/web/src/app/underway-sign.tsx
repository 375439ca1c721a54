import { useEffect, useState, useSyncExternalStore } from 'react'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'

/** An answer within this time, in ms, needs no sign. */
const SLOW_MS = 1_000

/** Says what has been sent and isn't answered yet. */
export function UnderwaySign() {
  const { underway } = useCore()
  const count = useSyncExternalStore(underway.subscribe, underway.count)
  const [isSlow, setSlow] = useState(false)
  const some = count > 0
  useEffect(() => {
    if (!some) return
    const timer = setTimeout(() => setSlow(true), SLOW_MS)
    return () => {
      clearTimeout(timer)
      setSlow(false)
    }
  }, [some])
  return (
    <span role="status" className="text-sm text-dim">
      {some && isSlow && text.underway(count)}
    </span>
  )
}
