import type { Metrics } from '@mission-control/protocol'
import { gibibytes } from '../metrics/gibibytes.ts'
import { text } from '../strings/index.ts'
import { classNames } from '../ui/class-names.ts'

const words = text.desktops

/** A load from here on is marked. */
const HIGH = 90

/** CPU, memory and disk: a bar and a figure each. */
export function Load({ metrics, className }: { metrics: Metrics | null; className?: string }) {
  if (!metrics) return <span className="text-faint">{words.noLoad}</span>
  const { cpu, cores, memory, disk } = metrics
  return (
    <div className={classNames('grid grid-cols-3 gap-x-3', className)}>
      <Bar label={words.cpu} percent={cpu} title={words.cores(cores)} />
      <Bar label={words.memoryShort} percent={memory.percent} title={usage(memory)} />
      <Bar label={words.disk} percent={disk.percent} title={usage(disk)} />
    </div>
  )
}

function Bar({ label, percent, title }: { label: string; percent: number; title: string }) {
  return (
    <div title={title} className="grid min-w-0 gap-1">
      <div className="flex justify-between gap-1 text-xs whitespace-nowrap">
        <span className="text-faint">{label}</span>
        <span
          className={
            percent >= HIGH ? 'font-[550] text-text tabular-nums' : 'text-dim tabular-nums'
          }
        >
          {words.percent(percent)}
        </span>
      </div>
      <div aria-hidden="true" className="h-[3px] overflow-hidden rounded-full bg-line">
        <div
          className="h-full rounded-full bg-running"
          style={{ width: `${Math.min(100, Math.max(0, percent))}%` }}
        />
      </div>
    </div>
  )
}

function usage({ used, total, percent }: Metrics['memory']): string {
  return words.percentOf(percent, gibibytes(used), gibibytes(total))
}
