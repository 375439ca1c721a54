import type { AgentSetup } from '@mission-control/protocol'
import type { Core } from '../core.ts'
import { iso } from '../iso.ts'
import type { AgentSetupRow, DesktopRow } from '../store/schema.ts'
import type { Parts, Secrets, Stored } from './setup.ts'

/** The part of the stored set-up that may be shown. */
export function shownOf(row: AgentSetupRow): Stored['shown'] {
  return JSON.parse(row.shown)
}

/** The set-up as the API shows it. */
export function toAgentSetup(row: AgentSetupRow): AgentSetup {
  return { ...shownOf(row), updatedAt: iso(row.updated_at) }
}

/** Throws a `SecretError`. */
export function openSecrets({ secrets }: Pick<Core, 'secrets'>, row: AgentSetupRow): Secrets {
  return JSON.parse(secrets.open(row.secrets, placeOf(row.desktop_id, row.revision)))
}

/** The row of a set-up, under a revision that is new with each. */
export function rowOf(
  { secrets, now }: Core,
  desktopId: string,
  revision: string,
  parts: Parts,
): AgentSetupRow {
  return {
    desktop_id: desktopId,
    revision,
    shown: JSON.stringify(parts.shown),
    secrets: secrets.seal(JSON.stringify(parts.secrets), placeOf(desktopId, revision)),
    updated_at: now(),
  }
}

const placeOf = (desktopId: string, revision: string) => `${desktopId} ${revision}`

/** The columns of a desktop whose agent has yet to answer, or never will, and why. */
export function unreadyAgent(
  row: AgentSetupRow,
  problem = "The agent hasn't answered yet.",
): Pick<DesktopRow, 'agent' | 'agent_ready'> {
  const shown = shownOf(row)
  const model = shown.kind === 'acp' ? null : shown.model
  const agent = { kind: shown.kind, model, problem, source: 'server' }
  return { agent: JSON.stringify(agent), agent_ready: 0 }
}
