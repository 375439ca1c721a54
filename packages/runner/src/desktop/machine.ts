import { readFileSync } from 'node:fs'
import { release, type, uptime } from 'node:os'
import type { UpOf } from '@mission-control/protocol/runner'
import { hasCode } from '../error-code.ts'
import type { Service } from './service.ts'

const OS_RELEASE = '/etc/os-release'

/** What people want to know of this machine. */
export function machineOf(
  workDir: string,
  service: Service | null,
): NonNullable<UpOf<'hello'>['machine']> {
  const upSince = Math.round(Date.now() - uptime() * 1000)
  return { system: systemName(readOsRelease()), workDir, upSince, service }
}

/** `Debian GNU/Linux 12 (bookworm)`, else the kernel's name and version. */
export function systemName(osRelease: string): string {
  const name = /^PRETTY_NAME=(?:"([^"\n]*)"|'([^'\n]*)'|(\S*))$/m.exec(osRelease)
  return name?.[1] || name?.[2] || name?.[3] || `${type()} ${release()}`
}

function readOsRelease(): string {
  try {
    return readFileSync(OS_RELEASE, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'EACCES')) return ''
    throw error
  }
}
