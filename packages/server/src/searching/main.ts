/**
 * The thread that searches in SQLite, whose calls block: here a search delays nobody else, and a slow disk
 * doesn't stop the server.
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
    // SQLite's code is sent apart, because the thread's messages drop it from errors.
    tell({ id, error, errcode: (error as { errcode?: number }).errcode })
  }
  wanted.delete(id)
})

function tell(told: Told): void {
  port.postMessage(told)
}
