import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { readDurable, writeDurably } from '@mission-control/durable'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Made once per runner folder; a copied credential is found out by it. */
export function instanceId(dir: string): string {
  const path = join(dir, 'instance-id')
  const found = readDurable(path, (text) => UUID.test(text))
  if (typeof found === 'object') return found.text
  const id = randomUUID()
  writeDurably(path, `${id}\n`)
  return id
}
