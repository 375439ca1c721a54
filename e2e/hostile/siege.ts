import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Fault } from '../faults/harness/fault.ts'
import { startJob } from '../faults/harness/job.ts'
import { judge } from '../faults/harness/judge.ts'
import { Site } from '../faults/harness/site.ts'
import type { Scope } from '../setup/cleanup.ts'
import { KEY, startServer, type TestServer } from '../setup/server.ts'
import { doWithin, waitFor } from '../setup/wait.ts'
import { AS_STARTED, memoryOf } from './memory.ts'
import { Neighbour, p99 } from './neighbour.ts'

const PROGRAM = fileURLToPath(new URL('program.ts', import.meta.url))
const MORE_MEMORY_MIB = 64
/**
 * How much longer others may take than while the same peer besieges another server, and ms that are no
 * difference: what the siege itself takes of the machine is not what the server lets through.
 */
const SLOWER = 2
const NOTHING_MS = 5
/** ms of peace on either side of the siege, by which it is judged. */
const PEACE = { full: 15_000, short: 500 }
const SIEGE = { full: 60_000, short: 2_000 }
const FRIENDS = 20
/** ms between two looks at the memory. */
const LOOK_EVERY = 100
/** The hostile peer ends with its time; ms that it may take beyond that, on a busy machine. */
const ENDS_WITHIN = 30_000
/** Events that are there before. */
const HISTORY = { full: 20_000, short: 2_000 }

/** A hostile peer of that name besieges a server that others work with, for a minute. */
export function siege(name: string, title: string): Fault {
  return {
    title,
    rounds: { full: 1, short: 1 },
    minutes: 10,
    async prepare(scope) {
      const site = await Site.start(scope, { server: AS_STARTED })
      return async (random, scope, { quiet }) => {
        const over = new AbortController()
        try {
          await besiege(site, name, random.between(1, 1e6), { scope, quiet, over: over.signal })
        } finally {
          over.abort()
        }
      }
    },
  }
}

/** `over`: the siege has an end, or somebody saw that something doesn't hold. */
async function besiege(
  site: Site,
  name: string,
  seed: number,
  { scope, quiet, over }: { scope: Scope; quiet: boolean; over: AbortSignal },
): Promise<void> {
  const extent = quiet ? 'full' : 'short'
  await fill(site, HISTORY[extent])
  const neighbour = new Neighbour(site.client, site.desktop.id)
  const listening = neighbour.listen(over)
  const works = async () => {
    const after = (ms: number) => {
      const end = performance.now() + ms
      return () => over.aborted || performance.now() >= end
    }
    await befriend(site)
    await neighbour.work('before the siege', after(PEACE[extent]))
    const before = memoryOf(site.server)
    const peace = await neighbour.work('right before the siege', after(PEACE[extent]))
    const attack = async ({ url }: TestServer) => {
      const place = JSON.stringify({ url, key: KEY })
      const command = [PROGRAM, name, `${seed}`, `${SIEGE[extent]}`, place]
      const what = `the ${name}'s end, of seed ${seed}`
      const { stdout } = await doWithin(what, SIEGE[extent] + ENDS_WITHIN, (late) => {
        const signal = AbortSignal.any([over, late])
        return promisify(execFile)(process.execPath, command, { signal })
      })
      return stdout.trim()
    }
    const [besieged, most, done] = await Promise.all([
      neighbour.work('during the siege', after(SIEGE[extent])),
      mostOf(site.server, after(SIEGE[extent])),
      attack(site.server),
    ])
    peace.push(...(await neighbour.work('after the siege', after(PEACE[extent]))))
    const besideAnother = async () => {
      const another = await startServer(scope, AS_STARTED)
      const working = neighbour.work('beside a siege of another server', after(SIEGE[extent]))
      const [times] = await Promise.all([working, attack(another)])
      return p99(times)
    }
    const [alone, others] = [p99(peace), p99(besieged)]
    const grown = memoryOf(site.server) - before
    const figures = `p99 ${others.toFixed(1)} ms, ${alone.toFixed(1)} in peace; ${grown.toFixed(0)} MiB more, ${(most - before).toFixed(0)} meanwhile`
    report(scope, `${figures}; ${done}`)
    // A short one judges neither.
    if (quiet) {
      const beside = await besideAnother()
      const bound = `p99 beside a siege of another server: ${beside.toFixed(1)} ms`
      report(scope, bound)
      assert.ok(others <= SLOWER * beside + NOTHING_MS, `${figures}; ${bound}`)
      assert.ok(most <= before + MORE_MEMORY_MIB, figures)
    }
    await isWell(site, neighbour)
    await waitFor(`the server's memory, ${before} MiB, to be as before`, () => {
      return memoryOf(site.server) <= before + MORE_MEMORY_MIB
    })
  }
  // It ends with the signal only, and else because it was told something wrong.
  await Promise.race([works(), listening])
}

/** The most memory that it takes until it is over. */
async function mostOf(server: TestServer, isOver: () => boolean): Promise<number> {
  let most = 0
  while (!isOver()) {
    most = Math.max(most, memoryOf(server))
    await sleep(LOOK_EVERY)
  }
  return most
}

async function fill({ client, desktop }: Site, events: number): Promise<void> {
  const task = { type: 'command', content: 'true', desktopId: desktop.id } as const
  for (let i = 0; i < events; i += 500) {
    await client.tasks.createBatch({ tasks: Array.from({ length: 500 }, () => task) })
  }
}

/**
 * As many ask for everything, and take it. What the engine keeps of the memory that answers take it
 * keeps whoever has asked: a siege is judged by what it takes beyond that.
 */
async function befriend({ client }: Site): Promise<void> {
  const friends = Array.from({ length: FRIENDS }, () => client.tasks.list())
  await Promise.all(friends)
}

/** Nothing was lost, repeated or changed, nothing unforeseen was logged, and runs go as ever. */
async function isWell(site: Site, { created, told }: Neighbour): Promise<void> {
  await waitFor('the last event', () => told.length >= created.length)
  assert.deepEqual(told, created)
  const listed = await site.client.tasks.list()
  const ids = new Set(created)
  assert.deepEqual(
    listed.map(({ id }) => id).filter((id) => ids.has(id)),
    created.toReversed(),
  )
  await judge(site, [await startJob(site)])
  assert.equal(site.server.program.stderr(), '')
}

function report(scope: Scope, line: string): void {
  if (scope.diagnostic) scope.diagnostic(line)
  else console.log(`  ${line}`)
}
