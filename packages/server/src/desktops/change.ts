import type { Desktop, DesktopChanges } from '@mission-control/protocol'
import { endRestricted } from '../auth/api-keys.ts'
import type { Caller, Core } from '../core.ts'
import { updateDesktop } from '../store/desktops.ts'
import type { DesktopRow } from '../store/schema.ts'
import { holdDesktop, noDesktop } from './find.ts'
import { toDesktop, toDesktopEvent } from './present.ts'

/** Renames a desktop, or gives it other labels, another default, policy or key for its agent; what is left out stays. */
export async function changeDesktop(
  core: Core,
  { workspaceId }: Caller,
  id: string,
  { name, labels, defaultTimeoutSeconds, upgradePolicy, agentKey }: DesktopChanges,
): Promise<Desktop> {
  const { row, moved } = await core.store.write(async (tx) => {
    const seen = await holdDesktop(tx, workspaceId, id)
    const changes = {
      name: name ?? seen.name,
      labels: labels ? JSON.stringify(labels) : seen.labels,
      default_timeout_seconds:
        defaultTimeoutSeconds === undefined ? seen.default_timeout_seconds : defaultTimeoutSeconds,
      upgrade_policy: upgradePolicy ?? seen.upgrade_policy,
      agent_key: agentKey === undefined ? seen.agent_key : agentKey && JSON.stringify(agentKey),
    }
    const row = (await updateDesktop(tx, id, changes)) ?? noDesktop(id)
    return { row, moved: movedBetween(labelsOf(seen), labelsOf(row)) }
  })
  core.bus.publish('desktops', workspaceId, toDesktopEvent('desktop.status', row))
  await endRestricted(core, workspaceId, moved)
  return toDesktop(row)
}

const labelsOf = ({ labels }: Pick<DesktopRow, 'labels'>): string[] => JSON.parse(labels)

/** The labels that are in one of the lists only. */
function movedBetween(before: string[], after: string[]): Set<string> {
  const gone = before.filter((label) => !after.includes(label))
  return new Set([...gone, ...after.filter((label) => !before.includes(label))])
}
