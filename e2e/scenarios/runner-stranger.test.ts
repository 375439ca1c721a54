import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { encodeUp, LIMITS, PROTOCOL_VERSION, type Up } from '@mission-control/protocol/runner'
import { BareRunner } from '../setup/bare-runner.ts'
import { type Scope, wholeFile } from '../setup/cleanup.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { startProgram } from '../setup/processes.ts'
import { startDesktop, startRunner, type TestRunner } from '../setup/runner.ts'
import { openRunnerSocket } from '../setup/runner-socket.ts'
import { startServer } from '../setup/server.ts'
import { ended, runCommand, untilThere } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const OUTPUT_LIMIT = 256 * 1024
/** With which a runner ends that is refused for good. */
const REFUSED = 3
const server = await startServer(wholeFile, { MISSION_CONTROL_OUTPUT_LIMIT: `${OUTPUT_LIMIT}` })
const { client, url } = server
const READY = { kind: 'builtin', model: 'm', ready: true, problem: null } as const
const SIZE = { used: 0, total: 1, percent: 0 }
const metrics = { cpu: 0, cores: 1, memory: SIZE, disk: SIZE }
const MAX = Number.MAX_SAFE_INTEGER

async function stranger(t: Scope, before: object = {}, version = PROTOCOL_VERSION) {
  const desktop = await client.desktops.create({ name: 'stranger' })
  return { desktop, runner: await BareRunner.connect(t, server, desktop, version, READY, before) }
}

const text = (message: object) => JSON.stringify(message)
const beat = { type: 'heartbeat', metrics }

/** What no honest runner says: who says it is cut off, and its owner told why. */
const CUT: [what: string, frames: (string | Uint8Array<ArrayBuffer>)[], why: RegExp][] = [
  ['8 MB of brackets', ['['.repeat(8e6)], /a message: expected at most 16384 characters/],
  ['9 MB of brackets', ['['.repeat(9e6)], /sent a frame that is too large/],
  [
    'evidence of no run',
    [text({ type: 'evidence', evidence: {}, runId: 'r' })],
    /evidence: expected runId first/,
  ],
  [
    'brackets for evidence',
    [`{"type":"evidence","runId":"r","evidence":${'['.repeat(4e6)}`],
    /evidence: expected at most 50000 values/,
  ],
  ['a frame beyond the limit of all', ['x'.repeat(9e6)], /sent a frame that is too large/],
  ['no message', ['hello?'], /expected JSON/],
  [
    'another hello with 100,000 runs',
    [text({ type: 'hello', runs: Array(1e5).fill({ runId: 'run_0123456789', dispatch: 1 }) })],
    /hello: expected at most/,
  ],
  ['a run with an endless id', [text({ type: 'queued', runId: 'x'.repeat(300) })], /runId: /],
  [
    'a position beyond all',
    [text({ type: 'ended', runId: 'r', at: 1, seq: MAX, end: { kind: 'exited', exitCode: 0 } })],
    /seq: /,
  ],
  [
    'a chunk that is too large',
    [
      encodeUp({
        type: 'output',
        runId: 'r',
        seq: 1,
        stream: 'stdout',
        offset: 0,
        at: 1,
        data: new Uint8Array(70_000),
      }) as Uint8Array<ArrayBuffer>,
    ],
    /output of at most 65536 bytes/,
  ],
  ['a flood of heartbeats', Array(100).fill(text(beat)), /too many messages of type heartbeat/],
  [
    'a flood of hellos',
    Array(10).fill(
      text({
        type: 'hello',
        protocol: { newest: 4, oldest: 1 },
        runnerVersion: '',
        instanceId: 'bare',
        metrics,
        ipAddress: null,
        lastDispatch: 0,
        runs: [],
      }),
    ),
    /too many messages of type hello/,
  ],
]

for (const [what, frames, why] of CUT) {
  test(`a runner is cut off in words, and stays out for a while: ${what}`, async (t) => {
    const { desktop, runner } = await stranger(t)
    for (const frame of frames) runner.sends(frame)
    await runner.closed
    const { status, problem } = await waitFor('the desktop to be in error', async () => {
      const seen = await client.desktops.get(desktop.id)
      return seen.status === 'error' && seen
    })
    assert.equal(status, 'error')
    assert.match(problem ?? '', why)
    const events = await client.activity.list({ desktopId: desktop.id, after: 0 })
    assert.deepEqual(
      events.map(({ type, payload }) => [type, (payload as { problem?: string }).problem]),
      [
        ['desktop.started', undefined],
        ['desktop.error', problem],
      ],
    )
    await assert.rejects(openRunnerSocket(url, desktop.credential), /did not let the runner in/)
  })
}

/** What an odd machine may say: it counts as the bound, and nobody's page is hurt. */
const ODD: [what: string, said: object][] = [
  ['many cores', { ...metrics, cores: MAX }],
  ['a disk beyond measure', { ...metrics, disk: { used: 1e308, total: 1e308, percent: 1e308 } }],
  ['memory below zero', { ...metrics, memory: { used: -1e308, total: -1, percent: -5 } }],
]

for (const [what, said] of ODD) {
  test(`a load is counted within bounds: ${what}`, async (t) => {
    const { desktop, runner } = await stranger(t, { metrics: said })
    runner.says({ type: 'heartbeat', metrics: said } as Up as never)
    await waitFor('its load', async () => (await client.desktops.get(desktop.id)).metrics)
    const { resources } = await client.overview.get()
    for (const value of [resources.cpu, ...Object.values(resources.memory)]) {
      assert.ok(Number.isFinite(value), JSON.stringify(resources))
    }
    for (const point of (await client.metrics.get()).resources) {
      for (const value of [point.cpu, point.memory, point.disk])
        assert.ok(value >= 0 && value <= 100)
    }
    await runner.leave()
  })
}

async function prompt(t: Scope, before: object = {}, version = PROTOCOL_VERSION) {
  const { desktop, runner } = await stranger(t, before, version)
  const task = await client.tasks.create({ type: 'prompt', content: 'do', desktopId: desktop.id })
  await client.tasks.run(task.id)
  const { runId } = await runner.hears('prompt')
  const question = (requestId: number, input: unknown = {}): Up => ({
    type: 'permission',
    runId,
    requestId: `${requestId}`,
    at: 1,
    tool: 'shell',
    title: 'ls',
    input,
    subject: { kind: 'command', forms: [`ls ${requestId}`] },
    options: ['once', 'always', 'no'],
  })
  return { desktop, runner, task, runId, question }
}

test('of a flood of questions so many wait as may, and the others are answered no, in words', async (t) => {
  const { desktop, runner, task, question } = await prompt(t)
  for (let i = 1; i <= 300; i++) runner.says(question(i) as never)
  await waitFor('100 answers', () => runner.all('permissionAnswer').length === 100)
  const [first] = runner.all('permissionAnswer')
  assert.deepEqual([first?.allowed, first?.always], [false, false])
  assert.match(first?.feedback ?? '', /Too many questions wait on this desktop \(at most 200/)
  const open = await client.approvals.list({ kind: 'permission' })
  assert.equal(open.filter(({ taskId }) => taskId === task.id).length, 200)

  await client.desktops.setPermissionRules(desktop.id, [{ tool: 'shell', decision: 'never' }])
  await waitFor('300 answers', () => runner.all('permissionAnswer').length === 300)
  await client.tasks.cancel(task.id)
  const waits = (
    await client.activity.list({ taskId: task.id, after: 0, type: 'approval.resolved', limit: 200 })
  ).map(({ payload }) => (payload as { waiting?: string | null }).waiting)
  assert.deepEqual(waits, [...Array(199).fill('permission'), null])
})

test('many large questions take only so much room, and a list of them is still given', async (t) => {
  const { runner, task, question } = await prompt(t)
  for (let i = 1; i <= 30; i++) runner.says(question(i, { text: 'x'.repeat(100_000) }) as never)
  await waitFor('10 answers', () => runner.all('permissionAnswer').length === 10)
  const open = await client.approvals.list({ kind: 'permission' })
  assert.equal(open.filter(({ taskId }) => taskId === task.id).length, 20)
  await client.board.get()
  await client.tasks.cancel(task.id)
})

test('words that are too long are cut, and an odd date and bill count as their bounds', async (t) => {
  const { desktop, runner, task, runId } = await prompt(t)
  const long = 'é'.repeat(200_000)
  runner.says({ type: 'agent', agent: { ...READY, ready: false, problem: long } })
  runner.says({ type: 'started', runId, at: 9e15 })
  const usage = { inputTokens: MAX, outputTokens: null, costUsd: 1e300, steps: 1 }
  const end = { kind: 'answered', result: long, usage } as const
  runner.says({ type: 'ended', runId, at: 9e15, seq: 0, end })
  const done = await ended(client, task.id)
  assert.ok(done.result!.length <= LIMITS.result)
  assert.match(done.result!, /more characters were left out\)$/)
  assert.equal(done.usage?.costUsd, LIMITS.costUsd)
  const { agent } = await client.desktops.get(desktop.id)
  assert.ok(agent!.problem!.length <= LIMITS.words)
  await client.board.get()
  const { averageDurationMs24h } = await client.overview.get()
  assert.ok(averageDurationMs24h! < 3_600_000, `${averageDurationMs24h}`)
})

const PROMPTED = {
  files: null,
  filesTruncated: false,
  source: null,
  problem: null,
  commands: [],
  commandsTruncated: false,
}
/** Evidence that can't be kept: the run's end gets through, and its reviewer is told. */
const DROPPED: [what: string, version: number, evidence: object, problem: RegExp][] = [
  [
    'larger than may be, by a runner of version 3',
    3,
    { ...PROMPTED, problem: 'é'.repeat(2_700_000) },
    /^The desktop's report of the changed files is larger than 5 MiB, so it was dropped\.$/,
  ],
  ['another shape', PROTOCOL_VERSION, { files: 'all' }, /is not understood, so it was dropped\.$/],
]

for (const [what, version, evidence, problem] of DROPPED) {
  test(`evidence that can't be kept holds up no end, and is not asked for again: ${what}`, async (t) => {
    const { runner, task, runId } = await prompt(t, {}, version)
    const ran = { type: 'tool_call', id: '1', tool: 'shell', title: 'ls', input: { command: 'ls' } }
    const data = Buffer.from(`${text(ran)}\n`)
    runner.says({ type: 'started', runId, at: 1 })
    runner.sends(
      encodeUp({ type: 'output', runId, seq: 1, stream: 'agent', offset: 0, at: 1, data }) as never,
    )
    runner.says({ type: 'evidence', runId, evidence })
    runner.says({ type: 'evidence', runId, evidence: { ...PROMPTED, problem: 'later' } })
    const usage = { inputTokens: null, outputTokens: null, costUsd: null, steps: 0 }
    const end = { kind: 'answered', result: 'ok', usage } as const
    runner.says({ type: 'ended', runId, at: 1, seq: 1, end })
    assert.equal((await ended(client, task.id)).status, 'done')
    const kept = await client.tasks.evidence(task.id)
    assert.match(kept.problem ?? '', problem)
    assert.equal(kept.files, null)
    assert.deepEqual(
      kept.commands.map(({ command }) => command),
      ['ls'],
    )
    await runner.leave()
  })
}

test('large evidence of many runners at once comes in, one after the other', async (t) => {
  const commands = Array(600).fill({ command: 'x'.repeat(1_900), exitCode: 0 })
  const all = await Promise.all(
    Array.from({ length: 5 }, async (_, i) => {
      const { runner, task, runId } = await prompt(t)
      runner.says({ type: 'evidence', runId, evidence: { ...PROMPTED, problem: `${i}`, commands } })
      runner.ends(runId)
      return { runner, id: task.id }
    }),
  )
  for (const [i, { runner, id }] of all.entries()) {
    await ended(client, id)
    const kept = await client.tasks.evidence(id)
    assert.deepEqual([kept.problem, kept.commands.length], [`${i}`, commands.length])
    await runner.leave()
  }
})

test('a runner that goes on beyond the limit of output is stored up to it, with a marker', async (t) => {
  const { runner, task, runId } = await prompt(t)
  const data = new Uint8Array(64 * 1024).fill(120)
  const chunks = 40
  for (let seq = 1; seq <= chunks; seq++) {
    const offset = (seq - 1) * data.length
    const chunk: Up = { type: 'output', runId, seq, stream: 'stdout', offset, at: 1, data }
    runner.sends(encodeUp(chunk) as Uint8Array<ArrayBuffer>)
  }
  const usage = { inputTokens: null, outputTokens: null, costUsd: null, steps: 0 }
  const end = { kind: 'answered', result: 'ok', usage } as const
  runner.says({ type: 'ended', runId, at: 1, seq: chunks, end })
  assert.equal((await ended(client, task.id)).status, 'done')
  const stored = await client.tasks.output(task.id)
  assert.equal(stored.length, OUTPUT_LIMIT / data.length + 2)
  const { stream, data: marker } = stored.at(-1)!
  assert.equal(stream, 'system')
  assert.equal(marker, 'Output limit of 256 KiB reached: what follows is not kept.\n')
})

test('a hello with more runs than a server gives out is answered, run by run', async (t) => {
  const runs = Array.from({ length: 20_000 }, (_, i) => ({ runId: `run_${i}`, dispatch: i + 1 }))
  const { runner } = await stranger(t, { runs, lastDispatch: 20_000 })
  await waitFor('all answers', () => runner.all('discard').length === runs.length)
  assert.equal(runner.all('endAck').length, runs.length)
})

test('what a runner was cut off for is over once it is back', async (t) => {
  const { desktop, runner } = await stranger(t)
  runner.sends('{}')
  await runner.closed
  await waitFor('a problem', async () => (await client.desktops.get(desktop.id)).problem)
  const back = await waitFor('the way to be open again', async () => {
    return await BareRunner.connect(t, server, desktop, PROTOCOL_VERSION).catch(() => null)
  })
  const { status, problem } = await client.desktops.get(desktop.id)
  assert.deepEqual([status, problem], ['running', null])
  await back.leave()
})

test('the same runner that comes again takes its own place at once, whatever became of its link', async (t) => {
  const { desktop, runner } = await stranger(t, { place: 'here' })
  await BareRunner.connect(t, server, desktop, PROTOCOL_VERSION, READY, { place: 'here' })
  await runner.closed
})

for (const [what, version, place] of [
  ['from another place', PROTOCOL_VERSION, { place: 'there' }],
  ['of an older version', 3, {}],
] as const) {
  test(`while a runner answers, a second one in a copy of its folder is refused: ${what}`, async (t) => {
    const first = version === 3 ? {} : { place: 'here' }
    const { desktop, runner } = await stranger(t, first, version)
    const second = BareRunner.connect(t, server, desktop, version, READY, place)
    await assert.rejects(second, /this folder is a copy/)
    runner.says({ type: 'heartbeat', metrics })
    assert.equal((await client.desktops.get(desktop.id)).status, 'running')
    await runner.leave()
  })
}

let original: TestRunner
before(async () => {
  original = await startDesktop(wholeFile, server, 'original')
})

test('a copied folder is refused for good, in words, and the first runner goes on', async (t) => {
  const { desktop, dir, program } = original
  const work = await runCommand(server, `${untilThere('go-on')}; echo whole`, {
    desktopId: desktop.id,
  })
  await waitFor('the start', async () => (await client.tasks.get(work.id)).startedAt)
  const copy = join(temporaryFolder(t), 'copy')
  execFileSync('cp', ['-a', dir, copy])
  const second = startProgram(t, ['runner', '--server', url, '--dir', copy])
  assert.equal(await second.exited, REFUSED)
  assert.match(
    second.stderr(),
    /"original" belongs to another runner, which is connected: this folder is a copy/,
  )
  execFileSync('touch', [join(dir, 'work', 'go-on')])
  assert.equal((await ended(client, work.id)).status, 'done')
  assert.ok(!program.stdout().includes('disconnected'))
})

test('a runner that was killed and started again is back at once; a copy gets in when it is gone', async (t) => {
  const { desktop, dir, program } = original
  program.child.kill('SIGKILL')
  await program.exited
  const again = await startRunner(t, url, dir, desktop.credential)
  assert.equal((await client.desktops.get(desktop.id)).status, 'running')
  const copy = join(temporaryFolder(t), 'moved')
  execFileSync('cp', ['-a', dir, copy])
  again.child.kill('SIGTERM')
  await again.exited
  await startRunner(t, url, copy, desktop.credential)
  assert.equal((await client.desktops.get(desktop.id)).status, 'running')
})
