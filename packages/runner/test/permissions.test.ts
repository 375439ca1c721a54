import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { DownOf, UpOf } from '@mission-control/protocol/runner'
import type { AgentConfiguration } from '../src/agent/configuration.ts'
import { runsFolder } from '../src/run-file.ts'
import { Desktop } from './setup/desktop.ts'
import { until } from './setup/until.ts'

const agent: AgentConfiguration = {
  kind: 'acp',
  command: `'${process.execPath}' '${join(import.meta.dirname, 'fixtures/asking-agent.ts')}'`,
  env: {},
  mode: null,
  model: null,
  mcpServers: {},
  limits: { steps: 9, tokens: null, costUsd: null, timeMs: 60_000, silenceMs: 60_000 },
}

async function startDesktop(t: TestContext) {
  const desktop = await Desktop.start(t, { agent })
  const { server } = desktop
  const file = (kind: 'asks' | 'answers') =>
    join(runsFolder(desktop.dir), `${server.idOf('r')}.run.${kind}`)
  return { desktop, server, file }
}

type There = Awaited<ReturnType<typeof startDesktop>>

/** A prompt whose agent asks for `count` things at once. */
function prompt(
  { server }: There,
  count: number,
  rules?: DownOf<'prompt'>['rules'],
  { quiet = false, runId = 'r' } = {},
) {
  const rawInput = { command: 'make' }
  const ask = { toolCallId: 'c', title: 'Make it', kind: 'execute', rawInput }
  server.send({
    type: 'prompt',
    runId,
    taskId: `task-of-${runId}`,
    dispatch: (server.hellos.at(-1)?.lastDispatch ?? 0) + 1,
    prompt: JSON.stringify({ asks: [ask], times: count, quiet }),
    outputLimit: 1024 * 1024,
    ...(rules && { rules }),
  })
}

const asked = ({ server }: There) =>
  server.messages.filter((message): message is UpOf<'permission'> => message.type === 'permission')

async function heard(there: There, count: number): Promise<UpOf<'permission'>[]> {
  await until(
    () => asked(there).length >= count,
    () => JSON.stringify(asked(there)),
  )
  return asked(there)
}

function answer({ server }: There, requestId: string, allowed: boolean) {
  const more = { always: false, feedback: null }
  server.send({ type: 'permissionAnswer', runId: 'r', requestId, allowed, ...more })
}

test('what is not answered is said again on every connection, by the next runner too', async (t) => {
  const there = await startDesktop(t)
  const { desktop, server } = there
  prompt(there, 1, [])
  const [first] = await heard(there, 1)
  assert.deepEqual(
    [first?.runId, first?.title, first?.subject],
    ['r', 'Make it', { kind: 'command', forms: ['make'] }],
  )
  server.cut()
  const [, second] = await heard(there, 2)
  await desktop.endRunner('SIGKILL')
  await desktop.startRunner()
  const [, , third] = await heard(there, 3)
  assert.deepEqual([second, third], [first, first])

  answer(there, first!.requestId, true)
  const { end } = await server.ended('r')
  assert.equal(end?.end.kind === 'answered' && end.end.result, 'allow_once')
  assert.equal(asked(there).length, 3)
})

test('of two answers the first one counts; it is written once, and not asked for again', async (t) => {
  const there = await startDesktop(t)
  const { desktop, server, file } = there
  prompt(there, 2, [])
  const [one, two] = await heard(there, 2)
  answer(there, one!.requestId, true)
  answer(there, one!.requestId, false)
  answer(there, 'unknown', true)
  const written = () => readFileSync(file('answers'), 'utf8').trim().split('\n')
  await until(() => existsSync(file('answers')) && written()[0] !== '')
  await desktop.endRunner('SIGKILL')
  await desktop.startRunner()
  const again = (await heard(there, 3)).slice(2)
  assert.deepEqual(again, [two])
  answer(there, one!.requestId, false)
  answer(there, two!.requestId, false)
  const { end } = await server.ended('r')
  const result = end?.end.kind === 'answered' && end.end.result
  const order = [one, two].sort((a, b) => Number(a!.requestId) - Number(b!.requestId))
  assert.equal(result, order.map((ask) => (ask === one ? 'allow_once' : 'reject_once')).join(' '))
})

test('with the run its questions and answers go', async (t) => {
  const there = await startDesktop(t)
  const { server, file } = there
  prompt(there, 1, [])
  const [ask] = await heard(there, 1)
  assert.ok(existsSync(file('asks')))
  answer(there, ask!.requestId, false)
  await server.ended('r')
  await until(() => !existsSync(file('asks')) && !existsSync(file('answers')))
})

test('where the server sends no rules it knows no permissions: all is allowed, each time once', async (t) => {
  const there = await startDesktop(t)
  prompt(there, 2)
  const { end } = await there.server.ended('r')
  assert.equal(end?.end.kind === 'answered' && end.end.result, 'allow_once allow_once')
  assert.deepEqual(asked(there), [])
})

test('a server that knows no denials as an end is told an error, in the same words', async (t) => {
  const there = await startDesktop(t)
  const { server } = there
  const denied = async (runId: string) => {
    prompt(there, 1, [{ tool: '*', decision: 'never' }], { quiet: true, runId })
    const { end } = await server.ended(runId)
    assert.ok(end?.end.kind === 'failed')
    return end.end
  }
  const newer = await denied('r')
  assert.equal(newer.code, 'agent_denied')
  server.version = 4
  server.cut()
  await server.connected(2)
  const older = await denied('second')
  assert.deepEqual([older.code, older.message], ['agent_error', newer.message])
})
