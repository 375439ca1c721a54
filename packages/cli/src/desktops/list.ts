import type { Desktop } from '@mission-control/protocol'
import type { Call } from '../command.ts'
import type { Kit } from '../kit/kit.ts'
import type { Column } from '../screen/column.ts'
import { ago } from '../screen/time.ts'
import { upgradeOf } from './upgrade.ts'

export async function listDesktops({ client, screen }: Kit, { options }: Call): Promise<void> {
  const labels: string[] = options.label ?? []
  const all = await client.desktops.list()
  const desktops = all.filter((each) => labels.every((label) => each.labels.includes(label)))
  await screen.list(
    desktops,
    COLUMNS,
    all.length === 0 ? 'No desktops yet.' : 'No desktop has these labels.',
  )
}

export function stateOf({ status }: Pick<Desktop, 'status'>): string {
  return status === 'running' ? 'online' : status === 'error' ? 'offline' : status
}

export function styleOfState({ status }: Pick<Desktop, 'status'>) {
  return status === 'running' ? 'green' : status === 'error' ? 'red' : 'dim'
}

export function percent(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : `${Math.round(value)} %`
}

export function agentOf({ agent, agentReady }: Desktop): string {
  if (!agent) return ''
  return agentReady ? agent.kind : `${agent.kind} (not ready)`
}

const COLUMNS: Column<Desktop>[] = [
  { title: 'NAME', of: ({ name }) => name, yields: true, least: 12 },
  { title: 'STATE', of: stateOf, style: styleOfState },
  { title: 'CPU', of: ({ metrics }) => percent(metrics?.cpu) },
  { title: 'MEMORY', of: ({ metrics }) => percent(metrics?.memory.percent) },
  { title: 'AGENT', of: agentOf, yields: true, spare: true },
  { title: 'VERSION', of: upgradeOf, spare: true },
  { title: 'SEEN', of: ({ lastSeenAt }) => ago(lastSeenAt), spare: true },
  { title: 'LABELS', of: ({ labels }) => labels.join(' '), yields: true, least: 12, spare: true },
  { title: 'ID', of: ({ id }) => id, spare: true },
]
