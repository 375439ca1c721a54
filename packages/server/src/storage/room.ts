import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** With less room than this the next output would fill the disk again. */
const BYTES = 4 * 1024 * 1024
const PIECE = Buffer.alloc(256 * 1024)

/** Writes a file of some size and removes it again. Throws what the disk says, which is more than SQLite tells. */
export async function tryRoom(dataDir: string): Promise<void> {
  const path = join(dataDir, 'room-check')
  try {
    const file = await open(path, 'w', 0o600)
    try {
      for (let written = 0; written < BYTES; written += PIECE.length) await file.write(PIECE)
      await file.sync()
    } finally {
      await file.close()
    }
  } finally {
    await rm(path, { force: true })
  }
}
