/**
 * A hostile peer as a process of its own, so that only the server is in its way:
 *
 *   node program.ts NAME SEED MS PLACE
 *
 * Several of a crew do one hostile thing after the other until the time is over; how often each thing
 * was done is printed.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { seeded } from '../faults/harness/random.ts'
import type { Hostile, Place } from './hostile.ts'
import { runner } from './runner.ts'
import { visitor } from './visitor.ts'

const HOSTILES: Record<string, Hostile> = { visitor, runner }
const CREW = 50
/** Not all come in one moment, nor do they rest for long, in ms. */
const ARRIVAL_MS = 1000
const PAUSE_MS = 100

const [name = '', seed = '', ms = '', place = ''] = process.argv.slice(2)
const hostile = HOSTILES[name]!
const where = JSON.parse(place) as Place
const over = AbortSignal.timeout(Number(ms))
const done: Record<string, number> = {}

async function work(member: number): Promise<void> {
  const random = seeded(Number(seed) * CREW + member)
  await sleep(random.between(0, ARRIVAL_MS))
  while (!over.aborted) {
    const what = random.pick(Object.keys(hostile))
    await hostile[what]!(where, random, over)
    done[what] = (done[what] ?? 0) + 1
    await sleep(random.between(0, PAUSE_MS))
  }
}

await Promise.all(Array.from({ length: CREW }, (_, member) => work(member)))
console.log(JSON.stringify(done))
process.exit() // Whatever is still open is as dead as it would be with its machine.
