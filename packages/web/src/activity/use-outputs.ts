import { useMemo, useState } from 'react'
import { useWholeColumn } from '../board/use-more-pages.ts'
import { useCore, useLive } from '../live/use-live.tsx'
import { type ActivityFilter, hasWords, isOnDesktop, showsKind } from './filter.ts'
import { type Output, outputOf, outputsOf, sameOutputs } from './outputs.ts'
import { type Lookup, outputSentence } from './sentence.ts'

const NONE: readonly Output[] = []

/** The last line of each running task. While somebody reads, lines change but none comes or goes. */
export function useOutputs(
  filter: ActivityFilter,
  lookup: Lookup,
  isReading: boolean,
): readonly Output[] {
  const { store } = useCore()
  const wanted = showsKind(filter, 'output')
  useWholeColumn('running')
  const current = useLive((live) => (wanted ? outputsOf(live) : NONE), sameOutputs)
  const [held, setHeld] = useState<readonly Output[] | null>(null)
  if (isReading && held === null) setHeld(current)
  if (!isReading && held !== null) setHeld(null)
  return useMemo(() => {
    const { cards } = store.get()
    const now = new Map(current.map((output) => [output.taskId, output]))
    const kept = held?.map(
      (output) => now.get(output.taskId) ?? outputOf(cards.get(output.taskId)) ?? output,
    )
    return (kept ?? current).filter(
      (output) =>
        isOnDesktop(output, filter) &&
        hasWords(filter, () => outputSentence(output, lookup), output),
    )
  }, [store, current, held, filter, lookup])
}
