import type { Desktop } from '@mission-control/protocol'
import { gibibytes } from '../metrics/gibibytes.ts'
import { LoadCharts } from '../metrics/load-charts.tsx'
import { useDesktopLoad } from '../metrics/use-desktop-load.ts'
import { text } from '../strings/index.ts'

const words = text.desktops

/** The desktop's load of the last hour, live. */
export function DesktopCharts({ desktop: { id, metrics } }: { desktop: Desktop }) {
  const history = useDesktopLoad(id, 60)
  const notes = metrics
    ? { cpu: words.cores(metrics.cores), memory: of(metrics.memory), disk: of(metrics.disk) }
    : {}
  return (
    <div className="grid grid-cols-1 gap-x-6 gap-y-4 md:grid-cols-3">
      <LoadCharts history={history} range={60} notes={notes} />
    </div>
  )
}

function of({ used, total }: { used: number; total: number }): string {
  return words.usedOf(gibibytes(used), gibibytes(total))
}
