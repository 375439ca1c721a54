import 'uplot/dist/uPlot.min.css'
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import { chartOptions } from './chart-options.ts'
import { useScheme } from './use-scheme.ts'

interface Props {
  /** Times in seconds; null breaks the line. */
  data: [times: number[], values: (number | null)[]]
  /** What the width stands for, in seconds since 1970. */
  from: number
  to: number
  height: number
  /** Told which point is pointed at; null: none. */
  onPoint: (index: number | null) => void
}

/** A line from 0 to 100 percent, drawn on a canvas. Its words stand beside it. */
export function LineChart({ data, from, to, height, onPoint }: Props) {
  const frame = useRef<HTMLDivElement>(null)
  const chart = useRef<uPlot | null>(null)
  const scheme = useScheme()
  const latest = useRef({ data, from, to, onPoint })
  latest.current = { data, from, to, onPoint }

  // biome-ignore lint/correctness/useExhaustiveDependencies: its colours are read again when the scheme changes.
  useEffect(() => {
    const element = frame.current!
    const options = chartOptions(element, {
      width: element.clientWidth,
      height,
      range: () => [latest.current.from, latest.current.to],
      onPoint: (index) => latest.current.onPoint(index),
    })
    const drawn = new uPlot(options, latest.current.data, element)
    chart.current = drawn
    const observer = new ResizeObserver(() => {
      drawn.setSize({ width: element.clientWidth, height })
    })
    observer.observe(element)
    return () => {
      observer.disconnect()
      drawn.destroy()
      chart.current = null
    }
  }, [scheme, height])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the range is read when the data is set.
  useEffect(() => {
    chart.current?.setData(data)
  }, [data, from, to])

  return (
    <div
      ref={frame}
      aria-hidden="true"
      className="w-full min-w-0 overflow-hidden"
      style={{ height }}
    />
  )
}
