import { join } from 'node:path'
import { readDurable, writeDurably } from '@mission-control/durable'

/** What a folder has joined. */
export interface Joined {
  server: string
  desktopId: string
  name: string
}

const FILE = 'joined.json'

export function readJoined(dir: string): Joined | undefined {
  const found = readDurable(join(dir, FILE), (text) => isJoined(text))
  return typeof found === 'object' ? JSON.parse(found.text) : undefined
}

export function writeJoined(dir: string, joined: Joined): void {
  writeDurably(join(dir, FILE), `${JSON.stringify(joined)}\n`)
}

function isJoined(text: string): boolean {
  try {
    const { server, desktopId } = JSON.parse(text)
    return typeof server === 'string' && typeof desktopId === 'string'
  } catch (error) {
    if (error instanceof SyntaxError) return false
    throw error
  }
}
