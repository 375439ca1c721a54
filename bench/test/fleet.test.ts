import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { wholeFile } from '../../e2e/setup/cleanup.ts'
import { temporaryFolder } from '../../e2e/setup/folder.ts'
import { listen } from '../../e2e/setup/listen.ts'
import { freePort } from '../../e2e/setup/port.ts'
import { KEY, startServer } from '../../e2e/setup/server.ts'
import { waitFor } from '../../e2e/setup/wait.ts'
import { Fleet } from '../src/fleet/fleet.ts'
import { applyLoad } from '../src/fleet/load.ts'
import { commandOf, planOf } from '../src/fleet/plan.ts'
import { read } from '../src/fleet/request.ts'
import { Watchers } from '../src/fleet/watchers.ts'

const DESKTOPS = 20
const env = {
  PORT: await freePort(),
  MISSION_CONTROL_LOCAL_DESKTOP: 'off',
  MISSION_CONTROL_RATE_LIMIT: '0',
}
const dataDir = temporaryFolder(wholeFile)
let server = await startServer(wholeFile, env, dataDir)
const WELL = { unfinished: 0, endedOtherwise: 0, startedTwice: 0, refused: 0 }

test('a fleet of simulated desktops runs what it is given, says how long that took, and goes', async () => {
  const asked = ['--desktops', `${DESKTOPS}`, '--tasks-per-second', '20', '--for', '2']
  const tasks = ['--duration', '0..0.2', '--output', '0..40000', '--failing', '0.2']
  const program = join(import.meta.dirname, '../src/fleet/main.ts')
  const spread = ['--processes', '2', '--streams', '5']
  const child = spawn(process.execPath, [program, ...asked, ...tasks, ...spread], {
    env: { ...process.env, MISSION_CONTROL_URL: server.url, MISSION_CONTROL_API_KEY: KEY },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [[code], printed, said] = await Promise.all([
    once(child, 'close'),
    text(child.stdout),
    text(child.stderr),
  ])
  assert.equal(code, 0, `${said}\n${printed}`)
  const result = JSON.parse(printed)
  assert.partialDeepStrictEqual(result, { desktops: DESKTOPS, tasks: 40, ...WELL, cuts: 0 })
  assert.deepEqual(result.streams, { open: 5, cuts: 0, missed: 0, repeated: 0, behind: 0 })
  assert.ok(result.runToStartMs.p50 > 0 && result.runToEndMs.p99 >= result.runToStartMs.p50)
  assert.deepEqual(await server.client.desktops.list(), [])
})

test('a fleet whose server is killed under load finds it again: each run begins once, and all end', async () => {
  const [servers, key] = [[server.url], KEY]
  const fleet = { servers, key, desktops: DESKTOPS, processes: 1, connectsPerSecond: 1000 }
  await using simulated = await Fleet.open(fleet)
  using watchers = await Watchers.open(fleet, 3)
  const load = {
    tasksPerSecond: 20,
    seconds: 2,
    duration: { least: 0, most: 2 },
    bytes: { least: 0, most: 100_000 },
    failing: 0.2,
  }
  const loaded = applyLoad(simulated, fleet, load, new AbortController().signal)
  await waitFor('runs to be under way', () => simulated.started.size > DESKTOPS)
  server.program.child.kill('SIGKILL')
  await server.program.exited
  server = await startServer(wholeFile, env, dataDir)
  const summary = await loaded
  assert.partialDeepStrictEqual(summary, { tasks: 40, ...WELL })
  assert.ok(summary.cuts >= DESKTOPS)
  const { cuts, ...told } = await watchers.judged()
  assert.deepEqual(told, { open: 3, missed: 0, repeated: 0, behind: 0 })
  assert.ok(cuts >= 3)
})

test('a simulated command says all that it does, and any other one does nothing', () => {
  const plan = { seconds: 1.5, bytes: 100, exitCode: 3 }
  assert.deepEqual(planOf(commandOf(plan)), plan)
  for (const command of ['rm -rf /', 'simulate seconds=-1 bytes=x exit']) {
    assert.deepEqual(planOf(command), { seconds: 0, bytes: 0, exitCode: 0 })
  }
})

test('a stream that leaves an event out or tells one twice is found out', async (t) => {
  const blocks = [3, 5, 5, 6].map((id) => `id: ${id}\ndata: {"type":"task.created"}\n\n`)
  const port = await listen(
    t,
    createServer((_, response) => response.write(blocks.join(''))),
  )
  const servers = [`http://127.0.0.1:${port}`]
  using watchers = await Watchers.open({ servers, key: KEY }, 1)
  const { missed, repeated } = watchers
  assert.deepEqual({ missed, repeated }, { missed: 1, repeated: 1 })
})

test('what a fleet cannot be asked for is refused in words', () => {
  const rows: [string[], RegExp][] = [
    [['--desktops', '0'], /--desktops: expected a whole number from 1 on, got 0/],
    [['--streams', '0.5'], /--streams: expected a whole number from 0 on, got 0.5/],
    [['--duration', '2..1'], /--duration: expected the smaller number first, got 2\.\.1/],
    [['--output', 'much'], /--output: expected a number from 0 on, got "much"/],
    [['--failing', '2'], /--failing: expected a share from 0 to 1, got 2/],
  ]
  for (const [args, refusal] of rows)
    assert.throws(() => read([...args, '--key', KEY], {}), refusal)
  assert.throws(() => read([], {}), /Expected an API key/)
})
