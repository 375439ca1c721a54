import type { Desktop } from '@mission-control/protocol'
import { text } from '../strings/index.ts'
import { AgentWord } from './agent-word.tsx'
import { DesktopLink } from './desktop-link.tsx'
import { DesktopStatusWord } from './desktop-status.tsx'
import { Labels } from './label-list.tsx'
import { LastSeen } from './last-seen.tsx'
import { Load } from './load.tsx'
import { NO_WORK } from './running-here.ts'
import { RunningNow } from './running-now.tsx'
import { useRunning } from './use-running.ts'
import { VersionWord } from './version-word.tsx'

/** A card each, on a phone. */
export function DesktopCards({ desktops }: { desktops: readonly Desktop[] }) {
  const running = useRunning()
  return (
    <ul aria-label={text.desktops.table} className="grid grid-cols-[minmax(0,1fr)] gap-2 p-3">
      {desktops.map((desktop) => (
        <li
          key={desktop.id}
          className="relative grid grid-cols-[minmax(0,1fr)] gap-2 rounded-lg border border-line bg-panel p-3 shadow-card"
        >
          <div className="flex items-center justify-between gap-3">
            <h2 className="min-w-0 font-[550]">
              <DesktopLink desktop={desktop} />
            </h2>
            <DesktopStatusWord
              status={desktop.status}
              busy={(running.get(desktop.id)?.running.length ?? 0) > 0}
            />
          </div>
          {desktop.status === 'running' && <Load metrics={desktop.metrics} />}
          {running.has(desktop.id) && <RunningNow work={running.get(desktop.id) ?? NO_WORK} />}
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-dim">
            {desktop.agent && (
              <span className="inline-flex gap-1">
                {text.desktops.columns.agent} <AgentWord desktop={desktop} />
              </span>
            )}
            {desktop.upgrade && <VersionWord desktop={desktop} />}
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
