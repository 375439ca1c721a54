import { setTimeout as sleep } from 'node:timers/promises'
import { rounded } from '../measure.ts'
import { Fleet } from './fleet.ts'
import { applyLoad } from './load.ts'
import { type Request, read, USAGE } from './request.ts'
import { Watchers } from './watchers.ts'

const stopped = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => stopped.abort(new Error(`Stopped by ${signal}`)))
}
const say = (text: string) => process.stderr.write(`${text}\n`)

async function run({ fleet: request, streams, load }: Request): Promise<void> {
  const { desktops, processes, servers } = request
  say(`Connecting ${desktops} simulated desktops to ${servers.join(', ')} …`)
  const begun = performance.now()
  await using fleet = await Fleet.open(request, stopped.signal)
  const connectSeconds = rounded((performance.now() - begun) / 1000)
  say(`Connected in ${connectSeconds} s.`)
  const about = { desktops, processes, connectSeconds }
  using watchers = await Watchers.open(request, streams)
  if (load.tasksPerSecond === 0) {
    await sleep(load.seconds * 1000, undefined, { signal: stopped.signal }).catch(() => null)
    return print({ ...about, stillConnected: fleet.connected, cuts: fleet.cuts })
  }
  say(`Running ${load.tasksPerSecond} tasks a second for ${load.seconds} s …`)
  const summary = await applyLoad(fleet, request, load, stopped.signal)
  const told = await watchers.judged()
  print({ ...about, ...summary, ...(streams > 0 && { streams: told }) })
  const { unfinished, endedOtherwise, startedTwice, refused } = summary
  const wrong = unfinished + endedOtherwise + startedTwice + refused
  if (wrong + told.missed + told.repeated + told.behind > 0) process.exitCode = 1
  say('Removing the desktops …')
}

function print(result: object): void {
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
}

try {
  const request = read(process.argv.slice(2), process.env)
  if (request) await run(request)
  else process.stdout.write(USAGE)
} catch (error) {
  say(`fleet: ${error instanceof Error ? error.message : error}`)
  process.exitCode = 1
}
