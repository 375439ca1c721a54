import { join } from 'node:path'
import type { NewAgentSetup } from '@mission-control/protocol'
import type { Scope } from '../setup/cleanup.ts'
import { MODEL_KEY, ModelServer } from '../setup/model/model-server.ts'
import { calls, type Reply, says } from '../setup/model/replies.ts'

const CODING_AGENT = join(import.meta.dirname, 'programs/coding-agent.ts')

/** The environment of a desktop whose agent is a program that speaks ACP. */
export const codingAgent = {
  MISSION_CONTROL_AGENT: 'acp',
  MISSION_CONTROL_AGENT_COMMAND: `'${process.execPath}' '${CODING_AGENT}'`,
}

/** A set-up of our own loop, with a model that does as it is written here. */
export async function builtinAgent(t: Scope): Promise<NewAgentSetup> {
  const model = await ModelServer.start(t)
  model.script = [...HEALTH_CHECK, ...TALK]
  return {
    kind: 'builtin',
    provider: 'compatible',
    baseUrl: `http://127.0.0.1:${model.port}/v1`,
    apiKey: MODEL_KEY,
    model: 'scripted-1',
    headers: { 'X-Team': 'orders' },
    limits: { steps: 60, costUsd: 5 },
  }
}

const SERVER = `import { createServer } from 'node:http'

const server = createServer((request, response) => {
  response.end('orders\\n')
})

server.listen(Number(process.env.PORT ?? 8080))
`
const HANDLER = `  response.end('orders\\n')
`
const WITH_HEALTH = `  if (request.url === '/healthz') {
    response.setHeader('content-type', 'application/json')
    return response.end(JSON.stringify({ ok: true }))
  }
  response.end('orders\\n')
`
const TEST = `import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import test from 'node:test'

test('it says that it is well', async (t) => {
  const child = spawn(process.execPath, ['server.js'], { env: { PORT: '18099' } })
  t.after(() => child.kill())
  await once(child, 'spawn')
  const answer = await untilThere('http://127.0.0.1:18099/healthz')
  assert.deepEqual(await answer.json(), { ok: true })
})

async function untilThere(url) {
  for (;;) {
    const answer = await fetch(url).catch(() => null)
    if (answer) return answer
  }
}
`

/** A small change with a mistake on the way, which its own test shows. */
const HEALTH_CHECK: Reply[] = [
  calls({
    name: 'shell',
    input: {
      command: `git init -q; git config user.email a@b.c; git config user.name a; cat > server.js <<'EOF'\n${SERVER}EOF\ngit add -A; git commit -qm 'orders'; git log --oneline | wc -l`,
    },
  }),
  calls({ name: 'read_file', input: { path: 'server.js' } }),
  calls({ name: 'write_file', input: { path: 'server.test.js', content: TEST } }),
  calls({
    name: 'shell',
    input: { command: 'node --input-type=module -e "import \\"./server.test\\""' },
  }),
  calls({ name: 'edit_file', input: { path: 'server.js', old: HANDLER, new: WITH_HEALTH } }),
  calls({ name: 'shell', input: { command: 'grep -c healthz server.js server.test.js' } }),
  says(
    'The service now answers at **`/healthz`**.\n\n',
    '- `server.js`: a route that answers `{"ok": true}`\n',
    '- `server.test.js`: starts the server and asks it\n\n',
    'Nothing else has changed. To see it:\n\n```sh\nnode --test\n```\n',
  ),
]

export const QUESTIONS = [
  'Which files here are the largest?',
  'Thanks. Is the service covered by a test now?',
]

/** The replies to them. */
const TALK: Reply[] = [
  calls({ name: 'shell', input: { command: 'wc -c *.js' } }),
  says(
    'There are only two:\n\n',
    '| file | bytes |\n| --- | ---: |\n| `server.test.js` | 593 |\n| `server.js` | 315 |\n',
  ),
  says('Yes: `server.test.js` starts it and asks `/healthz`.'),
]
