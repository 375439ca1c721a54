import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RunEvidence } from '@mission-control/protocol'
import { encodeUp, type Up } from '@mission-control/protocol/runner'
import { BareRunner } from '../setup/bare-runner.ts'
import { type Scope, wholeFile } from '../setup/cleanup.ts'
import { inDatabase } from '../setup/database.ts'
import { ACTIVITY, openStream } from '../setup/event-stream.ts'
import { assertProblem } from '../setup/problems.ts'
import { startServer } from '../setup/server.ts'
import { addStranger } from '../setup/stranger.ts'
import { ended, finishCommand, runCommand, untilThere } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const server = await startServer(wholeFile)
const { client } = server
const READY = { kind: 'builtin', model: 'm', ready: true, problem: null } as const
const USAGE = { inputTokens: 12, outputTokens: 3, costUsd: null, steps: 2 }

/** As a runner of version 3 says it, and as it has been stored then. */
const OLD = {
  files: [
    { path: 'a\nb', change: 'created', size: 3, diff: '--- /dev/null\n+++ b\n' },
    { path: 'image.png', change: 'deleted', size: 9, diff: null },
  ],
  filesTruncated: true,
  source: 'git',
  problem: null,
  commands: [{ command: 'npm test', exitCode: 1 }],
  commandsTruncated: false,
} as const
const NO = { state: 'denied', feedback: 'Not that.' } as const
const PLAIN = { pathBytes: null, mode: null, kind: null, target: null, ignored: false }
const EVIDENCE: RunEvidence = {
  ...OLD,
  files: OLD.files.map((file) => ({ ...PLAIN, ...file })),
  filesTotal: 4_000,
  commands: [
    { command: 'npm test', exitCode: 1, denied: null },
    { command: 'rm -rf /', exitCode: null, denied: 'A rule of this desktop forbids this.' },
  ],
}

const NOTHING = {
  files: null,
  filesTruncated: false,
  filesTotal: null,
  source: null,
  problem: null,
  commands: [],
  commandsTruncated: false,
}

/** A prompt that runs on a desktop whose runner's part we play. */
async function prompt(t: Scope, version = 3) {
  const desktop = await client.desktops.create({ name: 'bare' })
  const runner = await BareRunner.connect(t, server, desktop, version, READY)
  const content = 'do it'
  const { id } = await client.tasks.create({
    type: 'prompt',
    content,
    desktopId: desktop.id,
    requiresApproval: true,
  })
  await client.tasks.run(id)
  const { runId } = await runner.hears('prompt')
  runner.says({ type: 'started', runId, at: Date.now() })
  const end = (seq = 0) =>
    runner.says({
      type: 'ended',
      runId,
      at: Date.now(),
      seq,
      end: { kind: 'answered', result: 'Done.', usage: USAGE },
    })
  return { id, runId, runner, end }
}

test('what comes with the end of a run is there when its review is announced', async (t) => {
  const { id, runId, runner, end } = await prompt(t)
  const stream = await openStream(t, server, `${ACTIVITY}?after=0`)
  runner.says({ type: 'evidence', runId, evidence: EVIDENCE })
  end()
  for (;;) {
    const { data } = await stream.nextData()
    if (data.type === 'task.review' && data.payload.taskId === id) break
  }
  const expected = { taskId: id, ...EVIDENCE, usage: USAGE }
  assert.deepEqual(await client.tasks.evidence(id), expected)
})

test('what a runner of version 3 says, or was stored by an earlier version, stays readable', async (t) => {
  const { id, runId, runner, end } = await prompt(t, 3)
  runner.says({ type: 'evidence', runId, evidence: OLD })
  end()
  await runner.hears('endAck')
  const expected = {
    taskId: id,
    ...EVIDENCE,
    filesTotal: null,
    commands: EVIDENCE.commands.slice(0, 1),
    usage: USAGE,
  }
  assert.deepEqual(await client.tasks.evidence(id), expected)
  const old = JSON.stringify(OLD).replaceAll("'", "''")
  await inDatabase(
    server.dataDir,
    `update evidence set evidence = '${old}' where run_id = '${runId}'`,
  )
  assert.deepEqual(await client.tasks.evidence(id), expected)
})

test('what a runner of version 3 lists as run, and the transcript as denied, was denied', async (t) => {
  const { id, runId, runner, end } = await prompt(t, 3)
  const transcript = [
    { type: 'tool_call', id: 'a', tool: 'shell', title: 'ls', input: { command: 'ls' } },
    { type: 'tool_result', id: 'a', ok: true, exitCode: 0, text: '', truncated: false },
    { type: 'tool_call', id: 'b', tool: 'shell', title: 'rm', input: { command: 'rm -rf /' } },
    { type: 'permission', id: 'q', call: 'b', tool: 'shell', title: 'rm', ...NO },
    { type: 'tool_result', id: 'b', ok: false, exitCode: 1, text: 'No.', truncated: false },
    { type: 'tool_call', id: 'c', tool: 'shell', title: 'rm', input: { command: 'rm -rf /' } },
  ]
  const printed = transcript.map((record) => `${JSON.stringify(record)}\n`).join('')
  const data = Buffer.from(printed)
  const chunk: Up = { type: 'output', runId, seq: 1, stream: 'agent', offset: 0, at: 1, data }
  runner.sends(encodeUp(chunk) as Uint8Array<ArrayBuffer>)
  const ran = ['ls', 'rm -rf /', 'rm -rf /'].map((command) => ({ command, exitCode: 0 }))
  runner.says({ type: 'evidence', runId, evidence: { ...OLD, commands: ran } })
  end(1)
  await runner.hears('endAck')
  assert.deepEqual((await client.tasks.evidence(id)).commands, [
    { command: 'ls', exitCode: 0, denied: null },
    { command: 'rm -rf /', exitCode: null, denied: 'Not that.' },
    { command: 'rm -rf /', exitCode: 0, denied: null },
  ])
})

test('of what is said twice the first stays, and after the end nothing is taken', async (t) => {
  const { id, runId, runner, end } = await prompt(t)
  const evidence = (source: string) => ({ ...EVIDENCE, source })
  runner.says({ type: 'evidence', runId, evidence: evidence('manifest') })
  runner.says({ type: 'evidence', runId, evidence: EVIDENCE })
  end()
  await runner.hears('endAck')
  runner.says({ type: 'evidence', runId, evidence: EVIDENCE })
  end()
  await client.tasks.review(id, { decision: 'approve' })
  assert.equal((await client.tasks.evidence(id)).source, 'manifest')
})

test('evidence that makes no sense is dropped, and the end goes through', async (t) => {
  const tooMany = Array.from({ length: 1001 }, () => EVIDENCE.files![0])
  const tooLarge = { path: 'a', change: 'created', size: 1, diff: 'x'.repeat(70_000) }
  const wrong = [null, 'text', {}, { ...EVIDENCE, files: tooMany }]
  for (const evidence of [...wrong, { ...EVIDENCE, files: [tooLarge] }]) {
    const { id, runId, runner, end } = await prompt(t)
    runner.says({ type: 'evidence', runId, evidence })
    end()
    assert.equal((await ended(client, id)).status, 'review')
    const { files, problem } = await client.tasks.evidence(id)
    assert.equal(files, null)
    assert.match(problem!, /is not understood, so it was dropped/)
  }
})

test('nobody can leave evidence for the run of another desktop', async (t) => {
  const { id, runId } = await prompt(t)
  const other = await client.desktops.create({ name: 'other' })
  const intruder = await BareRunner.connect(t, server, other, 3, READY)
  intruder.says({ type: 'evidence', runId, evidence: EVIDENCE })
  intruder.says({ type: 'started', runId, at: 1 })
  await intruder.hears('discard')
  assert.equal((await client.tasks.evidence(id)).files, null)
})

test('a runner of version 2 sends none, and its prompt ends as ever', async (t) => {
  const { id, end } = await prompt(t, 2)
  end()
  assert.equal((await ended(client, id)).status, 'review')
  assert.deepEqual((await client.tasks.evidence(id)).usage, USAGE)
})

test('evidence goes with its task', async (t) => {
  const { id, runId, runner, end } = await prompt(t)
  runner.says({ type: 'evidence', runId, evidence: EVIDENCE })
  end()
  await runner.hears('endAck')
  await client.tasks.review(id, { decision: 'approve' })
  await client.tasks.delete(id)
  const path = `/api/mission-control/tasks/${id}/evidence`
  await assertProblem(await server.request(path), 'task_not_found')
})

test('of a command the evidence is itself, with its exit code once it has one', async () => {
  const { desktopId } = server
  const pending = await client.tasks.create({ type: 'command', content: 'true', desktopId })
  const none = { taskId: pending.id, ...NOTHING, usage: null }
  assert.deepEqual(await client.tasks.evidence(pending.id), none)

  const { id } = await finishCommand(server, 'exit 3')
  const commands = [{ command: 'exit 3', exitCode: 3, denied: null }]
  assert.deepEqual(await client.tasks.evidence(id), {
    taskId: id,
    ...NOTHING,
    commands,
    usage: null,
  })

  const running = await runCommand(server, untilThere('go-on'))
  const [begun] = await waitFor('the command to have begun', async () => {
    const { commands } = await client.tasks.evidence(running.id)
    return commands.length > 0 && commands
  })
  assert.deepEqual(begun, { command: running.content, exitCode: null, denied: null })
  await client.tasks.cancel(running.id)
  await ended(client, running.id)
})

test('a task that is not there, or of another workspace, has no evidence to show', async () => {
  const { id } = await finishCommand(server, 'true')
  const stranger = await addStranger(server)
  await assert.rejects(stranger.tasks.evidence(id), { code: 'task_not_found' })
  const path = '/api/mission-control/tasks/task_none/evidence'
  await assertProblem(await server.request(path), 'task_not_found')
  const keyless = await fetch(`${server.url}/api/mission-control/tasks/${id}/evidence`)
  await assertProblem(keyless, 'unauthenticated')
})
