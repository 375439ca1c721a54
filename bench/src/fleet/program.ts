// A process of some simulated desktops: told of them by its parent, it ends when that disconnects.
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Crew, type Report, sharedNow } from './messages.ts'
import { SimulatedRunner } from './runner.ts'

const ended = new AbortController()
process.once('disconnect', () => ended.abort())
// Ctrl-C reaches the whole group: the parent decides when this process ends.
process.on('SIGINT', () => undefined)

const report = (said: Report) => {
  // A parent that is gone hears nothing more.
  if (process.connected) process.send!(said, () => undefined)
}
const heard = {
  connected: () => report({ kind: 'connected' }),
  disconnected: (why: string, wasConnected: boolean) =>
    report({ kind: 'disconnected', why, wasConnected }),
  started: (taskId: string, isFirst: boolean) =>
    report({ kind: 'started', taskId, isFirst, at: sharedNow() }),
}

const [{ machines, connectsPerSecond }] = (await once(process, 'message')) as [Crew]
const begun = sharedNow()
const connected: Promise<void>[] = []
for (const [i, machine] of machines.entries()) {
  const wait = begun + (i * 1000) / connectsPerSecond - sharedNow()
  if (wait > 0) await sleep(wait)
  if (ended.signal.aborted) break
  connected.push(new SimulatedRunner(machine, heard, ended.signal).stayConnected())
}
await Promise.all(connected)
