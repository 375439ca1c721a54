import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { codeOf } from '../error-code.ts'
import type { Log } from '../log.ts'

const ANSWER_WITHIN_MS = 5_000

export interface Service {
  unit: string
  /** Whether it is a service of a user's own systemd. */
  isUsers: boolean
}

/** The service of systemd that this process and all that it starts belong to; null: none. */
export function ownService(cgroup = readFileSync('/proc/self/cgroup', 'latin1')): Service | null {
  const [, path = ''] = /^(?:0:|\d+:name=systemd):(.*)$/m.exec(cgroup) ?? []
  const units = path.split('/').filter((part) => /\.(service|scope)$/.test(part))
  const unit = units.at(-1)
  if (!unit?.endsWith('.service')) return null
  return { unit, isUsers: units.length > 1 && /^user@\d+\.service$/.test(units[0]!) }
}

/** Warns if a stop of the service would stop every command with it. */
export async function warnOfKillMode({ unit, isUsers }: Service, log: Log): Promise<void> {
  try {
    const scope = isUsers ? ['--user'] : []
    const question = ['show', '--property=KillMode', '--value', unit]
    const options = { timeout: ANSWER_WITHIN_MS }
    const { stdout } = await promisify(execFile)('systemctl', [...scope, ...question], options)
    const killMode = stdout.trim()
    if (killMode === 'process') return
    log.warn(
      { unit, killMode },
      'When systemd stops this service it stops all commands, too: set KillMode=process, so that they go on',
    )
  } catch (error) {
    log.info({ unit, error: codeOf(error) }, 'systemd does not tell its KillMode')
  }
}
