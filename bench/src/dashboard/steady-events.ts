import { setTimeout as sleep } from 'node:timers/promises'
import type { OurServer } from '../ours/server.ts'

/** Of so many calls one runs a command: 3 events and two lines of output, the others are 1 event. */
const RUN_EVERY = 10
const EVENTS_PER_CALL = 1 + 2 / RUN_EVERY
/** So many tasks wait before the oldest of them is cancelled, and as many before it is deleted. */
const WAITING = 40

/**
 * About so many events a second, spread evenly: tasks are created, cancelled and deleted, and a few
 * run and print; not more, since what is measured shares its cores with their processes. Returns how
 * many events there were.
 */
export async function steadyEvents(
  { client, desktopId }: OurServer,
  perSecond: number,
  seconds: number,
): Promise<number> {
  const created: string[] = []
  const cancelled: string[] = []
  const create = async (content: string) =>
    (await client.tasks.create({ type: 'command', content, desktopId })).id
  const call = async (index: number) => {
    if (index % RUN_EVERY === 0) {
      await client.tasks.run(await create(`echo one ${index}; sleep 0.3; echo two ${index}`))
    } else if (cancelled.length > WAITING) {
      await client.tasks.delete(cancelled.shift()!)
    } else if (created.length > WAITING) {
      const id = created.shift()!
      await client.tasks.cancel(id)
      cancelled.push(id)
    } else {
      created.push(await create(`echo ${index}`))
    }
  }
  const place = async () => (await client.overview.getWithCursor()).cursor

  const before = await place()
  const callsPerSecond = perSecond / EVENTS_PER_CALL
  const calls: Promise<void>[] = []
  const start = performance.now()
  for (let index = 0; index < callsPerSecond * seconds; index++) {
    calls.push(call(index))
    await sleep(Math.max(0, start + ((index + 1) * 1000) / callsPerSecond - performance.now()))
  }
  await Promise.all(calls)
  return (await place()) - before
}
