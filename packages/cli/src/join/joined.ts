import { join } from 'node:path'
import { readDurableJson, writeDurably } from '@mission-control/durable'

/** What a folder has joined. */
export interface Joined {
  server: string
  desktopId: string
  name: string
}

const FILE = 'joined.json'

export function readJoined(dir: string): Joined | undefined {
  return readDurableJson<Joined>(
    join(dir, FILE),
    ({ server, desktopId }) => typeof server === 'string' && typeof desktopId === 'string',
  )
}

export function writeJoined(dir: string, joined: Joined): void {
  writeDurably(join(dir, FILE), `${JSON.stringify(joined)}\n`)
}
