import { type PointerEvent, useState } from 'react'
import { text } from '../strings/index.ts'
import { hourAndMinute } from '../time/format.ts'
import { classNames } from '../ui/class-names.ts'
import { type Bar, type Ended, totalOf } from './bars.ts'

const words = text.metrics

export function endedWords({ done, failed }: Ended): string {
  return words.ended(done.toLocaleString(), failed.toLocaleString())
}

interface Props {
  label: string
  bars: readonly Bar[]
  className?: string
}

/** What was done is full, what failed is hatched and stands on top of it. */
export function ThroughputBars({ label, bars, className }: Props) {
  const [pointed, setPointed] = useState<number | null>(null)
  const most = Math.max(1, ...bars.map(({ done, failed }) => done + failed))
  const onPointer = ({ currentTarget, clientX }: PointerEvent) => {
    const { left, width } = currentTarget.getBoundingClientRect()
    const index = Math.floor(((clientX - left) / width) * bars.length)
    setPointed(Math.min(Math.max(index, 0), bars.length - 1))
  }
  const bar = pointed === null ? undefined : bars[pointed]
  return (
    <div className="relative">
      <div
        role="img"
        aria-label={`${label}: ${endedWords(totalOf(bars))}`}
        onPointerMove={onPointer}
        onPointerDown={onPointer}
        onPointerLeave={() => setPointed(null)}
        className={classNames('flex items-stretch border-b border-line', className)}
      >
        {bars.map((each, i) => (
          <div
            key={each.at}
            className={classNames(
              'flex min-w-0 flex-1 flex-col justify-end gap-px px-px',
              pointed === i && 'bg-sunk',
            )}
          >
            <Stack kind="failed" count={each.failed} most={most} />
            <Stack kind="done" count={each.done} most={most} />
          </div>
        ))}
      </div>
      {bar && <Tip bar={bar} place={(pointed! + 0.5) / bars.length} />}
      <BarTable label={label} bars={bars} />
    </div>
  )
}

const LOOKS = {
  done: 'min-h-[2px] rounded-t-[2px] bg-done/75',
  failed:
    'min-h-[4px] rounded-[2px] border border-failed bg-[repeating-linear-gradient(135deg,var(--color-failed)_0_1.5px,transparent_1.5px_3px)]',
}

function Stack({ kind, count, most }: { kind: keyof typeof LOOKS; count: number; most: number }) {
  if (count === 0) return null
  return <div className={LOOKS[kind]} style={{ height: `${(100 * count) / most}%` }} />
}

/** `place`: from 0 to 1, left to right. */
function Tip({ bar, place }: { bar: Bar; place: number }) {
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute bottom-full z-10 mb-1.5 rounded-md border border-line bg-panel px-2 py-1 text-xs whitespace-nowrap shadow-float"
      style={{ left: `${place * 100}%`, transform: `translateX(${-place * 100}%)` }}
    >
      {words.bar(hourAndMinute(bar.at), hourAndMinute(bar.until), endedWords(bar))}
    </div>
  )
}

/** The same in figures, for screen readers. */
function BarTable({ label, bars }: { label: string; bars: readonly Bar[] }) {
  const ended = bars.filter(({ done, failed }) => done + failed > 0)
  if (ended.length === 0) return null
  return (
    <div className="sr-only">
      <table>
        <caption>{label}</caption>
        <thead>
          <tr>
            <th scope="col">{words.columns.from}</th>
            <th scope="col">{words.columns.done}</th>
            <th scope="col">{words.columns.failed}</th>
          </tr>
        </thead>
        <tbody>
          {ended.map(({ at, done, failed }) => (
            <tr key={at}>
              <th scope="row">{hourAndMinute(at)}</th>
              <td>{done}</td>
              <td>{failed}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
