import assert from 'node:assert/strict'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { UpOf } from '@mission-control/protocol/runner'
import type { AcpConfiguration } from '../../src/agent/configuration.ts'
import { Desktop } from '../setup/desktop.ts'
import { until } from '../setup/until.ts'

const PROGRAM = join(import.meta.dirname, '../fixtures/acp-agent.ts')

const agent: AcpConfiguration = {
  kind: 'acp',
  command: `'${process.execPath}' '${PROGRAM}'`,
  env: {},
  mode: null,
  model: null,
  mcpServers: {},
  limits: { steps: 9, tokens: null, costUsd: null, timeMs: 60_000, silenceMs: 60_000 },
}

/** A desktop with an agent that has been asked for something. */
async function asked(t: TestContext, prompt: string, version?: number): Promise<Desktop> {
  const desktop = await Desktop.start(t, { agent })
  const { server } = desktop
  if (version !== undefined) {
    server.version = version
    server.cut()
    await server.connected(2)
  }
  server.acknowledge = false
  const run = { runId: 'a', taskId: 'task-a', dispatch: 1, outputLimit: 1024 * 1024 }
  server.send({ type: 'prompt', prompt, ...run })
  return desktop
}

function evidenceIn({ server }: Desktop): UpOf<'evidence'>[] {
  return server.messages.filter((message) => message.type === 'evidence')
}

test('evidence comes before the end, and with it again until the end is acknowledged', async (t) => {
  const desktop = await asked(t, 'do')
  const { server } = desktop
  const run = await server.ended('a')
  assert.deepEqual(run.heard.slice(-2), ['evidence', 'ended'])
  for (const times of [2, 3]) {
    server.cut()
    await until(() => run.ends === times)
    assert.deepEqual(run.heard.slice(-2), ['evidence', 'ended'])
  }
  const all = evidenceIn(desktop)
  assert.equal(all.length, 3)
  assert.deepEqual(all[1], all[0])
  const { files, commands } = all[0]!.evidence as { files: { path: string }[]; commands: unknown }
  assert.deepEqual([files.map(({ path }) => path), commands], [['note.txt'], []])

  server.acknowledge = true
  server.send({ type: 'endAck', runId: 'a' })
  await until(() => readdirSync(join(desktop.dir, 'runs')).length === 0)
})

/** The runner was killed when the prompt had begun; the agent has come to its end without it. */
async function overWithoutRunner(t: TestContext) {
  const desktop = await asked(t, 'do')
  await until(() => desktop.server.run('a').heard.includes('started'))
  await desktop.endRunner('SIGKILL')
  const evidence = `${desktop.fileOf('a')}.evidence`
  await until(() => existsSync(evidence))
  return { desktop, evidence }
}

test('a runner that was killed when everything was over says it all the same', async (t) => {
  const { desktop } = await overWithoutRunner(t)
  await desktop.startRunner()
  const run = await desktop.server.ended('a')
  assert.deepEqual(run.heard.slice(-2), ['evidence', 'ended'])
})

test('a server of version 2 is sent no evidence', async (t) => {
  const desktop = await asked(t, 'do', 2)
  await desktop.server.ended('a')
  assert.deepEqual(evidenceIn(desktop), [])
})

test('evidence that was damaged, or is too large for a message, does not hold up the end', async (t) => {
  for (const content of ['{"files": [', 'x'.repeat(8 * 1024 * 1024 + 1)]) {
    const { desktop, evidence } = await overWithoutRunner(t)
    writeFileSync(evidence, content)
    await desktop.startRunner()
    assert.equal((await desktop.server.ended('a')).end?.end.kind, 'answered')
    assert.deepEqual(evidenceIn(desktop), [])
  }
})
