import { DesktopSelect } from '../desktops/desktop-select.tsx'
import { useLive } from '../live/use-live.tsx'
import { useStored } from '../stored/use-stored.ts'
import { text } from '../strings/index.ts'
import { classNames } from '../ui/class-names.ts'
import { ByDesktop } from './by-desktop.tsx'
import { LoadCharts } from './load-charts.tsx'
import { RANGES, type Range } from './range.ts'
import { RangeChoice } from './range-choice.tsx'
import { Results } from './results.tsx'
import { useDesktopLoad } from './use-desktop-load.ts'
import { useFleetMetrics } from './use-fleet-metrics.ts'

const words = text.metrics

/** What gets done, what fails, and how busy the machines are. `wide`: on a page of its own. */
export function MetricsView({ wide = false }: { wide?: boolean }) {
  const [stored, setRange] = useStored<Range>('metrics.range', 60)
  const range = RANGES.includes(stored) ? stored : 60
  const [chosen, setChosen] = useStored('metrics.desktop', '')
  const desktops = useLive((live) => live.desktops)
  const desktopId = desktops.has(chosen) ? chosen : ''
  const fleet = useFleetMetrics(range)
  const ofDesktop = useDesktopLoad(desktopId, range)
  const history = desktopId === '' ? fleet.data?.resources : ofDesktop
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div
        className={classNames(
          'grid grid-cols-1 gap-5 px-3.5 pt-1 pb-6',
          wide && 'mx-auto max-w-5xl px-4 pt-4',
        )}
      >
        <RangeChoice range={range} onChange={setRange} />
        <Results metrics={fleet.data} range={range} />
        <section aria-label={words.load} className="grid grid-cols-1 gap-3">
          <div>
            <DesktopSelect desktopId={desktopId} onChange={setChosen} />
          </div>
          <div className={classNames('grid grid-cols-1 gap-x-6 gap-y-4', wide && 'lg:grid-cols-3')}>
            <LoadCharts key={desktopId} history={history} range={range} />
          </div>
        </section>
        {desktops.size > 1 && <ByDesktop wide={wide} chosen={desktopId} onChoose={setChosen} />}
      </div>
    </div>
  )
}
