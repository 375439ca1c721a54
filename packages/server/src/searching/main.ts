/**
 * The thread that searches in SQLite, which answers while the caller waits: here it is nobody else's turn
 * that a search takes, and no reading from a slow disk stops the server.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { search } from '../search/search.ts'
import type { Asked, Told } from '../search/thread.ts'
import { openForReading } from '../store/sqlite.ts'

const port = parentPort!
const reader = openForReading((workerData as { dataDir: string }).dataDir)
/** Searches that somebody waits for. */
const wanted = new Set<number>()

port.on('message', async (asked: Asked) => {
  const { id } = asked
  if (!('request' in asked)) return wanted.delete(id)
  wanted.add(id)
  try {
    const found = await search(reader, asked.request, () => !wanted.has(id))
    tell({ id, found })
  } catch (error) {
    // What SQLite has said by a number would be lost on the way.
    tell({ id, error, errcode: (error as { errcode?: number }).errcode })
  }
  wanted.delete(id)
})

function tell(told: Told): void {
  port.postMessage(told)
}
