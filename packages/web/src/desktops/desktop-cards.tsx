import type { Desktop } from '@mission-control/protocol'
import { useLive } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { AgentWord } from './agent-word.tsx'
import { DesktopLink } from './desktop-link.tsx'
import { DesktopStatusWord } from './desktop-status.tsx'
import { Labels } from './label-list.tsx'
import { LastSeen } from './last-seen.tsx'
import { Load } from './load.tsx'
import { RunningNow } from './running-now.tsx'
import { useRunning } from './use-running.ts'

/** A card each, on a phone. */
export function DesktopCards({ desktops }: { desktops: readonly Desktop[] }) {
  const running = useRunning()
  const complete = useLive((live) => live.columns.running.complete)
  return (
    <ul aria-label={text.desktops.table} className="grid gap-2 p-3">
      {desktops.map((desktop) => (
        <li
          key={desktop.id}
          className="relative grid gap-2 rounded-lg border border-line bg-panel p-3 shadow-card"
        >
          <div className="flex items-center justify-between gap-3">
            <h2 className="min-w-0 font-[550]">
              <DesktopLink desktop={desktop} />
            </h2>
            <DesktopStatusWord status={desktop.status} />
          </div>
          {desktop.status === 'running' && <Load metrics={desktop.metrics} />}
          {(desktop.status === 'running' || running.has(desktop.id)) && (
            <RunningNow desktop={desktop} tasks={running.get(desktop.id)} complete={complete} />
          )}
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-dim">
            <span className="inline-flex gap-1">
              {text.desktops.columns.agent} <AgentWord desktop={desktop} />
            </span>
            {desktop.status !== 'running' && (
              <span>
                {text.desktops.columns.seen} <LastSeen desktop={desktop} />
              </span>
            )}
            <Labels labels={desktop.labels} />
          </div>
        </li>
      ))}
    </ul>
  )
}
