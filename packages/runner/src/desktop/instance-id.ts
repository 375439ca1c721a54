import { randomUUID } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { hasCode } from '../error-code.ts'

/** Made once per runner folder; a copied credential is found out by it. */
export function instanceId(dir: string): string {
  const path = join(dir, 'instance-id')
  try {
    const id = readFileSync(path, 'utf8').trim()
    if (id !== '') return id
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
  }
  const id = randomUUID()
  const fd = openSync(`${path}.new`, 'w', 0o600)
  writeSync(fd, `${id}\n`)
  fsyncSync(fd)
  closeSync(fd)
  renameSync(`${path}.new`, path)
  return id
}
