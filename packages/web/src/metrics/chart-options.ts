import type uPlot from 'uplot'
import { hourAndMinute } from '../time/format.ts'
import { readColors } from './chart-colors.ts'

interface Wanted {
  width: number
  height: number
  /** Seconds since 1970. */
  range: () => [number, number]
  onPoint: (index: number | null) => void
}

/** Room on the left for `100 %`, below for the times: px. */
const LEFT = 40
const BELOW = 20

/** How uPlot draws one of our charts, in the colours of the page around it. */
export function chartOptions(element: HTMLElement, wanted: Wanted): uPlot.Options {
  const { width, height, range, onPoint } = wanted
  const colors = readColors(element, {
    line: 'var(--color-running)',
    area: 'color-mix(in srgb, var(--color-running) 10%, transparent)',
    grid: 'var(--color-line)',
    words: 'var(--color-dim)',
    ground: 'var(--color-panel)',
  })
  const axis = {
    stroke: colors.words,
    font: `10.5px ${getComputedStyle(element).fontFamily}`,
    ticks: { show: false },
    gap: 4,
  }
  return {
    width,
    height,
    padding: [6, 14, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: false, y: false },
      points: { size: 6, width: 1.5, stroke: colors.line, fill: colors.ground },
    },
    scales: {
      x: { time: true, range },
      y: { range: [0, 100] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: BELOW,
        space: 64,
        values: (_, at) => at.map((each) => hourAndMinute(each * 1000)),
      },
      {
        ...axis,
        grid: { stroke: colors.grid, width: 1 },
        size: LEFT,
        splits: () => [0, 50, 100],
        values: (_, at) => at.map((each) => `${each} %`),
      },
    ],
    series: [{}, { stroke: colors.line, width: 1.5, fill: colors.area, points: { show: false } }],
    hooks: { setCursor: [({ cursor }) => onPoint(cursor.idx ?? null)] },
  }
}
