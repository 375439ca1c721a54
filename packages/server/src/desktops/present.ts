import type {
  Agent,
  AgentKind,
  Desktop,
  DesktopPayload,
  DesktopStateEvent,
  Metrics,
} from '@mission-control/protocol'
import { ASKING } from '@mission-control/protocol/agents'
import { iso, isoOrNull } from '../iso.ts'
import type { DesktopRow } from '../store/schema.ts'
import type { KnownMachine } from '../store/tables/desktops.ts'
import { toUpgrade } from '../upgrades/present.ts'

/** The desktop as the API shows it. */
export function toDesktop(row: DesktopRow): Desktop {
  return {
    id: row.id,
    name: row.name,
    status: row.status,
    ipAddress: row.ip_address,
    createdAt: iso(row.created_at),
    agentReady: isAgentReady(row),
    labels: JSON.parse(row.labels),
    metrics: metricsOf(row),
    machine: machineOf(row.machine),
    agent: toAgent(row.agent),
    presets: JSON.parse(row.presets),
    lastSeenAt: isoOrNull(row.last_seen_at),
    defaultTimeoutSeconds: row.default_timeout_seconds,
    invitation: toInvitation(row),
    problem: row.problem,
    agentKey: toAgentKey(row),
    upgradePolicy: row.upgrade_policy,
    upgrade: toUpgrade(row),
  }
}

function machineOf(json: string | null): Desktop['machine'] {
  if (json === null) return null
  const machine: KnownMachine = JSON.parse(json)
  return {
    ...machine,
    upSince: isoOrNull(machine.upSince),
    service: machine.service ?? null,
  }
}

function toInvitation({ invitation }: DesktopRow): Desktop['invitation'] {
  return invitation === null ? null : JSON.parse(invitation)
}

function toAgentKey({ agent_key }: DesktopRow): Desktop['agentKey'] {
  return agent_key === null ? null : JSON.parse(agent_key)
}

/** Nobody is there for the prompts of a desktop that isn't running. */
function isAgentReady(row: DesktopRow): boolean {
  return row.status === 'running' && row.agent_ready === 1
}

/** What its runner doesn't say of it is known by its kind. */
export function toAgent(json: string | null): Agent | null {
  if (json === null) return null
  const told = JSON.parse(json)
  return { ...ASKING[told.kind as AgentKind], ...told }
}

/** The load that was last reported; of a desktop that isn't running, none. */
export function metricsOf(row: DesktopRow): Metrics | null {
  return row.status === 'running' && row.metrics !== null ? JSON.parse(row.metrics) : null
}

export function toDesktopPayload(row: DesktopRow): DesktopPayload {
  const { id: desktopId, name, status, problem } = row
  return { desktopId, name, status, ...(problem !== null && { problem }) }
}

export function toDesktopEvent(
  type: DesktopStateEvent['type'],
  row: DesktopRow,
): DesktopStateEvent {
  const metrics = metricsOf(row)
  return {
    type,
    payload: {
      id: row.id,
      name: row.name,
      status: row.status,
      ipAddress: row.ip_address,
      agentReady: isAgentReady(row),
      labels: JSON.parse(row.labels),
      cpu: metrics?.cpu ?? null,
      memory: metrics?.memory.percent ?? null,
      metrics,
      machine: machineOf(row.machine),
      agent: toAgent(row.agent),
      presets: JSON.parse(row.presets),
      problem: row.problem,
      lastSeenAt: isoOrNull(row.last_seen_at),
      invitation: toInvitation(row),
      agentKey: toAgentKey(row),
      upgradePolicy: row.upgrade_policy,
      upgrade: toUpgrade(row),
    },
  }
}
