import type { Desktop } from '@mission-control/protocol'
import type { Call } from '../command.ts'
import { desktopNamed } from '../kit/desktop-named.ts'
import type { Kit } from '../kit/kit.ts'
import { fieldsOf } from '../screen/fields.ts'
import { agentOf, percent, stateOf } from './list.ts'
import { upgradeOf } from './upgrade.ts'

export async function showDesktop(kit: Kit, { args }: Call): Promise<void> {
  kit.screen.value(await desktopNamed(kit, args[0]!), (desktop) => fieldsOf(rowsOf(desktop)))
}

function rowsOf(desktop: Desktop): [string, string | null][] {
  const { metrics, agent, defaultTimeoutSeconds: timeout } = desktop
  const sized = (part: 'memory' | 'disk') =>
    metrics && `${percent(metrics[part].percent)} of ${Math.round(metrics[part].total)} MiB`
  return [
    ['Desktop', desktop.id],
    ['Name', desktop.name],
    ['State', stateOf(desktop)],
    ['Problem', desktop.problem],
    ['Address', desktop.ipAddress],
    ['Labels', desktop.labels.join(' ')],
    ['Registered', desktop.createdAt],
    ['Seen', desktop.lastSeenAt],
    ['CPU', metrics && `${percent(metrics.cpu)} of ${metrics.cores} cores`],
    ['Memory', sized('memory')],
    ['Disk', sized('disk')],
    ['Agent', agentOf(desktop)],
    ['Model', agent?.model ?? null],
    ['Agent says', agent?.problem ?? null],
    ['Time-out', timeout === null ? null : `${timeout} s`],
    ['Runner', upgradeOf(desktop)],
    ['Upgrade', desktop.upgrade?.reason ?? null],
    ['Upgrades', desktop.upgradePolicy],
    ['Service', serviceOf(desktop)],
  ]
}

function serviceOf({ machine }: Desktop): string | null {
  if (!machine?.service) return null
  const { scope, unit } = machine.service
  if (scope === 'none') return 'not a systemd service'
  return `${unit}, a ${scope} service`
}
