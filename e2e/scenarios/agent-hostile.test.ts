import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FailureCode } from '@mission-control/protocol'
import { wholeFile } from '../setup/cleanup.ts'
import { MODEL_KEY, ModelServer } from '../setup/model/model-server.ts'
import {
  breaksOff,
  endsEarly,
  fails,
  failsMidway,
  malformed,
  type Reply,
  says,
  saysMiB,
  silent,
  stalls,
} from '../setup/model/replies.ts'
import { processesOf } from '../setup/process-table.ts'
import { agentReady, finishPrompt } from '../setup/prompts.ts'
import { sampled } from '../setup/sampled.ts'
import { startServer } from '../setup/server.ts'
import { waitFor } from '../setup/wait.ts'

const again = (reply: Reply) => Array.from({ length: 3 }, () => reply)

/** What the endpoint does, and how that ends: the code, and a part of the words. */
const TABLE: Record<string, { script: Reply[]; code: FailureCode; says: RegExp }> = {
  'never answers': { script: [silent], code: 'agent_unreachable', says: /nothing for 1\.5 s/ },
  'stalls mid-stream': {
    script: [stalls()],
    code: 'agent_unreachable',
    says: /nothing for 1\.5 s/,
  },
  'breaks off within a character': {
    script: [breaksOff],
    code: 'agent_unreachable',
    says: /broke off/,
  },
  'ends without an end': { script: [endsEarly], code: 'agent_unreachable', says: /broke off/ },
  'sends malformed JSON': {
    script: [malformed],
    code: 'agent_error',
    says: /completion|can't be used/,
  },
  'tells an error midway': { script: [failsMidway], code: 'agent_error', says: /overloaded/ },
  'answers 401': {
    script: [fails(401, `Incorrect API key provided: ${MODEL_KEY}`)],
    code: 'agent_refused',
    says: /401: Incorrect API key provided: \[key\]/,
  },
  'has no such model': {
    script: [fails(404, 'No such model')],
    code: 'agent_refused',
    says: /404/,
  },
  'rejects the request': {
    script: [fails(400, 'Too many tools')],
    code: 'agent_error',
    says: /400/,
  },
  'answers 429 for hours': {
    script: [fails(429, 'Slow down', { 'retry-after': '7200' })],
    code: 'agent_rate_limited',
    says: /Slow down/,
  },
  'answers 429 again and again': {
    script: again(fails(429, 'Slow down', { 'retry-after': '0.1' })),
    code: 'agent_rate_limited',
    says: /Slow down/,
  },
  'answers 500 again and again': {
    script: again(fails(500, 'Out of order', { 'retry-after': '0.1' })),
    code: 'agent_unreachable',
    says: /Out of order/,
  },
}

/** What differs where the stream has another form. */
const STREAMS = [
  'stalls mid-stream',
  'breaks off within a character',
  'ends without an end',
  'sends malformed JSON',
  'tells an error midway',
  'answers 401',
]

async function startHostile(kind: string, provider?: string) {
  const model = await ModelServer.start(wholeFile)
  const server = await startServer(wholeFile, {
    ...model.environment(kind, provider),
    MISSION_CONTROL_AGENT_SILENCE_SECONDS: '1.5',
  })
  return { model, server }
}

function testTable(name: string, whats: string[], hostile: ReturnType<typeof startHostile>) {
  for (const what of sampled(whats, whats.length / 3)) {
    const { script, code, says } = TABLE[what]!
    test(`${name}: an endpoint that ${what} fails the task as ${code}, and nothing is left running`, async () => {
      const { model, server } = await hostile
      model.script = [...script]
      const task = await finishPrompt(server, 'Say something.')
      assert.deepEqual([task.status, task.error?.code], ['failed', code], task.error?.message)
      assert.match(task.error!.message, says)
      assert.deepEqual(model.script, [])
      await waitFor('its processes to be gone', () => processesOf(task.id).length === 0)
    })
  }
}

for (const provider of ['anthropic', 'openai']) {
  testTable(`builtin, ${provider}`, STREAMS, startHostile('builtin', provider))
}

for (const kind of ['chat', 'builtin']) {
  const hostile = startHostile(kind)
  testTable(kind, Object.keys(TABLE), hostile)
  const { model, server } = await hostile

  test(`${kind}: a refusal for the moment is waited out`, async () => {
    model.script = [
      fails(429, 'Slow down', { 'retry-after': '0.2' }),
      fails(503, 'Soon'),
      says('Now.'),
    ]
    assert.equal((await finishPrompt(server, 'Say something.')).result, 'Now.')
  })

  test(`${kind}: a message of 10 MiB is kept, and the answer on the task is its beginning`, async () => {
    model.script = [saysMiB(10)]
    const task = await finishPrompt(server, 'Say a lot.')
    assert.equal(task.status, 'done')
    assert.match(
      task.result!,
      /^x{65536}\n… \(10485760 characters; all of them are in the transcript\)$/,
    )
    const output = await server.client.tasks.outputBytes(task.id)
    assert.ok(output.length > 10 * 1024 * 1024)
  })

  test(`${kind}: an endpoint that is gone makes the agent not ready, and ready again when it is back`, async (t) => {
    await agentReady(server)
    const { port } = model
    await model.stop()
    const task = await finishPrompt(server, 'Say something.')
    assert.deepEqual(
      [task.status, task.error?.code],
      ['failed', 'agent_unreachable'],
      task.error?.message,
    )
    await agentReady(server, false)
    const { agent } = await server.client.desktops.get(server.desktopId)
    assert.match(agent?.problem ?? '', /can't be reached \(ECONNREFUSED\)/)

    const { id } = await server.client.tasks.create({
      type: 'prompt',
      content: 'Too early.',
      desktopId: server.desktopId,
    })
    const refusal = await server.request(`/api/mission-control/tasks/${id}/run`, { method: 'POST' })
    assert.equal(refusal.status, 503)
    const problem = (await refusal.json()) as { code: string; detail: string }
    assert.equal(problem.code, 'agent_not_ready')
    assert.match(problem.detail, /ECONNREFUSED/)

    await ModelServer.start(t, port)
    await agentReady(server)
  })
}
