import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import type { Hello } from '@mission-control/protocol/runner'
import { hasCode } from '../error-code.ts'
import { boot } from './boot-id.ts'

const MOST_ADDRESSES = 16

/**
 * What identifies this machine: its id, this start of it, and its network cards. Hashed, as the server only
 * compares them. They tell a clone of a disk from the machine that it was cloned from.
 */
export function machineIdentity(): NonNullable<Hello['identity']> {
  const cards = Object.values(networkInterfaces()).flatMap((each) => each ?? [])
  const addresses = cards.filter(({ internal }) => !internal).map(({ mac }) => mac)
  const hardware = [...new Set(addresses)].sort().slice(0, MOST_ADDRESSES)
  const id = machineId()
  return { id: id && hashed(id), boot: hashed(boot()), hardware: hardware.map(hashed) }
}

function hashed(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}

function machineId(): string | null {
  for (const path of ['/etc/machine-id', '/var/lib/dbus/machine-id']) {
    try {
      const text = readFileSync(path, 'utf8').trim()
      if (text !== '') return text
    } catch (error) {
      if (!hasCode(error, 'ENOENT') && !hasCode(error, 'EACCES')) throw error
    }
  }
  return null
}
