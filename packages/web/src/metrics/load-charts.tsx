import type { MetricsPoint } from '@mission-control/protocol'
import { useMemo } from 'react'
import { text } from '../strings/index.ts'
import { LoadChart } from './load-chart.tsx'
import { pointsOf, type Resource } from './points.ts'
import type { Range } from './range.ts'

const RESOURCES = ['cpu', 'memory', 'disk'] as const

interface Props {
  history: readonly MetricsPoint[] | undefined
  range: Range
  /** More about the present of each. */
  notes?: Partial<Record<Resource, string>>
}

/** CPU, memory and disk: three charts. */
export function LoadCharts({ history, range, notes = {} }: Props) {
  const points = useMemo(
    () => history && RESOURCES.map((resource) => pointsOf(history, resource)),
    [history],
  )
  return RESOURCES.map((resource, i) => (
    <LoadChart
      key={resource}
      title={text.metrics[resource]}
      points={points?.[i]}
      range={range}
      note={notes[resource]}
    />
  ))
}
