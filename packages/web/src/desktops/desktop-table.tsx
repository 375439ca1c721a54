import type { Desktop } from '@mission-control/protocol'
import { memo } from 'react'
import { text } from '../strings/index.ts'
import { AgentWord } from './agent-word.tsx'
import { DesktopLink } from './desktop-link.tsx'
import { DesktopStatusWord } from './desktop-status.tsx'
import { Labels } from './label-list.tsx'
import { LastSeen } from './last-seen.tsx'
import { Load } from './load.tsx'
import { NO_WORK, type Work } from './running-here.ts'
import { RunningNow } from './running-now.tsx'
import { useRunning } from './use-running.ts'
import { VersionWord } from './version-word.tsx'

const { columns } = text.desktops
const CELL = 'py-2 pr-4 first:pl-4'

/** A row each, on wide screens. */
export function DesktopTable({ desktops }: { desktops: readonly Desktop[] }) {
  const running = useRunning()
  const withAgent = desktops.some(({ agent }) => agent !== null)
  return (
    <table className="w-full border-collapse text-left">
      <caption className="sr-only">{text.desktops.table}</caption>
      <thead className="sticky top-0 z-2 bg-bg">
        <tr className="text-xs text-dim shadow-[inset_0_-1px_var(--color-line)] [&>th]:py-1.5 [&>th]:pr-4 [&>th]:font-normal [&>th:first-child]:pl-4">
          <th scope="col">{columns.name}</th>
          <th scope="col">{columns.status}</th>
          {withAgent && <th scope="col">{columns.agent}</th>}
          <th scope="col" className="max-xl:hidden">
            {columns.labels}
          </th>
          <th scope="col" className="max-xl:hidden">
            {columns.version}
          </th>
          <th scope="col">{columns.load}</th>
          <th scope="col">{columns.now}</th>
          <th scope="col">{columns.seen}</th>
        </tr>
      </thead>
      <tbody>
        {desktops.map((desktop) => (
          <Row
            key={desktop.id}
            desktop={desktop}
            work={running.get(desktop.id) ?? NO_WORK}
            withAgent={withAgent}
          />
        ))}
      </tbody>
    </table>
  )
}

interface RowProps {
  desktop: Desktop
  work: Work
  withAgent: boolean
}

const Row = memo(function Row({ desktop, work, withAgent }: RowProps) {
  return (
    <tr className="relative border-b border-line hover:bg-panel">
      <th scope="row" className={`${CELL} max-w-64 font-[550]`}>
        <DesktopLink desktop={desktop} />
      </th>
      <td className={CELL}>
        <DesktopStatusWord status={desktop.status} busy={work.running.length > 0} />
      </td>
      {withAgent && (
        <td className={CELL}>
          <AgentWord desktop={desktop} />
        </td>
      )}
      <td className={`${CELL} max-w-56 max-xl:hidden`}>
        <Labels labels={desktop.labels} />
      </td>
      <td className={`${CELL} max-xl:hidden`}>
        <VersionWord desktop={desktop} />
      </td>
      <td className={`${CELL} w-60 min-w-56`}>
        <Load metrics={desktop.status === 'running' ? desktop.metrics : null} />
      </td>
      <td className={`${CELL} w-1/4 max-w-0`}>
        <RunningNow work={work} />
      </td>
      <td className={`${CELL} whitespace-nowrap text-dim`}>
        <LastSeen desktop={desktop} />
      </td>
    </tr>
  )
})
