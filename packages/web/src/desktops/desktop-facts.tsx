import type { Desktop } from '@mission-control/protocol'
import type { ReactNode } from 'react'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { exactTime } from '../time/format.ts'
import { Duration } from '../time/times.tsx'
import { AgentWord } from './agent-word.tsx'
import { EditableLabels } from './editable-labels.tsx'
import { EditableLimit } from './editable-limit.tsx'
import { LastSeen } from './last-seen.tsx'
import { UpgradeFacts } from './upgrade-facts.tsx'

const words = text.desktops.detail

export function DesktopFacts({ desktop }: { desktop: Desktop }) {
  return (
    <dl className="grid grid-cols-[88px_minmax(0,1fr)] gap-x-3 gap-y-2">
      {desktop.problem !== null && (
        <Fact name={words.problem}>
          <span className="text-failed [overflow-wrap:anywhere]">{desktop.problem}</span>
        </Fact>
      )}
      <Fact name={words.ip}>
        <span className="font-mono text-xs">{desktop.ipAddress ?? '–'}</span>
      </Fact>
      <MachineFacts desktop={desktop} />
      {desktop.machine && (
        <Fact name={words.runner}>
          <UpgradeFacts desktop={desktop} />
        </Fact>
      )}
      <Fact name={words.agent}>
        <AgentWord desktop={desktop} />
      </Fact>
      <Fact name={words.labels}>
        <EditableLabels desktop={desktop} />
      </Fact>
      <Fact name={words.limit}>
        <EditableLimit desktop={desktop} />
      </Fact>
      <Fact name={words.created}>
        <time dateTime={desktop.createdAt}>{exactTime(Date.parse(desktop.createdAt))}</time>
      </Fact>
      {desktop.invitation && (
        <Fact name={words.invited}>
          <VisibleText text={desktop.invitation.by} />,{' '}
          <time dateTime={desktop.invitation.at}>
            {exactTime(Date.parse(desktop.invitation.at))}
          </time>
        </Fact>
      )}
      <Fact name={words.seen}>
        <LastSeen desktop={desktop} />
      </Fact>
      <Fact name={words.id}>
        <span className="font-mono text-xs [overflow-wrap:anywhere]">{desktop.id}</span>
      </Fact>
    </dl>
  )
}

function MachineFacts({ desktop: { status, machine } }: { desktop: Desktop }) {
  if (!machine) return null
  const { system, workDir, upSince, service } = machine
  return (
    <>
      {system && (
        <Fact name={words.system}>
          <VisibleText text={system} className="[overflow-wrap:anywhere]" />
        </Fact>
      )}
      {upSince && status === 'running' && (
        <Fact name={words.up}>
          <Duration from={upSince} to={null} />
        </Fact>
      )}
      {workDir && (
        <Fact name={words.workDir}>
          <VisibleText text={workDir} className="font-mono text-xs [overflow-wrap:anywhere]" />
        </Fact>
      )}
      {service && (
        <Fact name={words.service}>
          <span className="[overflow-wrap:anywhere]">
            {words.services[service.scope](service.unit ?? '')}
          </span>
        </Fact>
      )}
    </>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-dim">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  )
}
