/**
 * A hostile agent: introduces itself as the Agent Client Protocol wants it, and from its first prompt
 * on keeps to nothing. The prompt is the seed of what it does.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Random, seeded } from '../faults/harness/random.ts'

const MIB = 1024 * 1024
const SESSION = 'one'
/** Nothing of it may be believed when it is shown. */
const ODD = 'a\u202etxt.exe\u202c\u200b\u2066\u0000\u001b[2J\u001b]0;title\u0007\r\ud800 \u{e0041}'

process.on('SIGTERM', () => undefined)

function send(text: string): void {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(1, bytes, at)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') process.exit(0)
    }
  }
}

const line = (message: object) => send(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
const tell = (update: object) =>
  line({ method: 'session/update', params: { sessionId: SESSION, update } })
const say = (text: string) =>
  tell({ sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } })
const call = (id: string, more: object) =>
  tell({ sessionUpdate: 'tool_call', toolCallId: id, title: ODD, kind: 'execute', ...more })
const deep = (depth: number) => `${'['.repeat(depth)}1${']'.repeat(depth)}`

type Act = (random: Random) => Promise<void> | void

const ACTS: Record<string, Act> = {
  flood: (random) => {
    for (let at = random.between(100, 20_000); at > 0; at--) say(`${at} `)
  },
  giant: (random) => say('x'.repeat(random.between(1, 12) * MIB)),
  'giant call': (random) => {
    const rawInput = { command: ';'.repeat(random.between(1, 8) * MIB) }
    call('giant', { title: 'y'.repeat(MIB), rawInput })
  },
  deep: (random) => {
    const rawInput = deep(random.between(10, 50_000))
    const update = `{"sessionUpdate":"tool_call","toolCallId":"d","title":"t","rawInput":${rawInput}}`
    const params = `{"sessionId":"${SESSION}","update":${update}}`
    send(`{"jsonrpc":"2.0","method":"session/update","params":${params}}\n`)
  },
  malformed: (random) => {
    const lines = [
      '{',
      '[]',
      'null',
      '7',
      '"a"',
      '{"jsonrpc":"1.0"}',
      '\0',
      deep(1e5),
      '{"id":{}}',
      ODD,
    ]
    for (let at = random.between(1, 200); at > 0; at--) send(`${random.pick(lines)}\n`)
  },
  'odd messages': (random) => {
    const ids = [null, -1, 1e308, 'x'.repeat(1000), {}, [], 0, 1, 2]
    const methods = ['fs/read_text_file', 'terminal/create', 'session/prompt', '__proto__', '', 7]
    for (let at = random.between(1, 200); at > 0; at--) {
      const id = random.pick(ids)
      line(random.chance(0.5) ? { id, result: { a: at } } : { id, method: random.pick(methods) })
    }
  },
  'odd updates': (random) => {
    const all = [
      { sessionUpdate: 'nothing' },
      { sessionUpdate: 'plan', entries: 'all' },
      {
        sessionUpdate: 'usage_update',
        used: -1,
        size: 1e308,
        cost: { amount: -1e308, currency: 'USD' },
      },
      { sessionUpdate: 'tool_call', toolCallId: 7 },
      { sessionUpdate: 'tool_call_update', toolCallId: ODD, status: 'completed', content: [{}] },
      { sessionUpdate: 'agent_message_chunk', content: { type: 'text', text: 7 } },
      { sessionUpdate: 'agent_message_chunk', content: null },
      {},
    ]
    for (let at = random.between(1, 50); at > 0; at--) tell(random.pick(all))
  },
  odd: () => {
    say(ODD)
    call(ODD, { name: ODD, rawInput: { command: ODD, [ODD]: ODD } })
  },
  tools: (random) => {
    for (let at = random.between(1, 3_000); at > 0; at--) {
      call(`t${at}`, { rawInput: { command: `echo ${'z'.repeat(500)}` } })
    }
  },
  plans: () => {
    const entries = Array.from({ length: 20_000 }, () => ({
      content: ODD,
      priority: 'high',
      status: 'pending',
    }))
    tell({ sessionUpdate: 'plan', entries })
  },
  questions: (random) => {
    for (let at = random.between(1, 200); at > 0; at--) {
      const kinds = ['allow_once', 'allow_always', 'reject_once', 'no such kind']
      const options = kinds
        .slice(0, random.between(0, 4))
        .map((kind) => ({ optionId: kind, name: ODD, kind }))
      const command = random.pick([
        'rm -rf /',
        '$('.repeat(10_000),
        ';'.repeat(300_000),
        ODD,
        ['a', 'b'],
        7,
      ])
      const toolCall = {
        toolCallId: `q${at % 7}`,
        title: ODD,
        kind: 'execute',
        rawInput: { command },
      }
      const params = { sessionId: random.pick([SESSION, 'another']), toolCall, options }
      line({ id: random.pick([at, `${at}`, 1]), method: 'session/request_permission', params })
    }
  },
  aside: () => {
    for (let at = 0; at < 100; at++) process.stderr.write('noise '.repeat(10_000))
  },
  'no end of a line': (random) => send('x'.repeat(random.between(1, 40) * MIB)),
  files: (random) => {
    const place = join(work, `bomb${random.between(0, 9)}`)
    mkdirSync(place, { recursive: true })
    for (let at = random.between(1, 2_000); at > 0; at--)
      writeFileSync(join(place, `${at}\n${ODD.slice(0, 9)}`), 'x')
    writeFileSync(join(place, 'long'), 'a\n'.repeat(random.between(1, 4) * MIB))
    writeFileSync(join(place, '.gitignore'), '*\n')
  },
  'odd files': (random) => {
    const place = join(work, `odd${random.between(0, 1e9)}`)
    mkdirSync(place)
    symlinkSync('/proc/self', join(place, 'proc'))
    symlinkSync('.', join(place, 'loop'))
    execFileSync('mkfifo', [join(place, 'pipe')])
    execFileSync('truncate', ['-s', '1T', join(place, 'sparse')])
  },
  repository: () => {
    execFileSync('git', ['init', '-q', work])
    const filter = ['config', 'filter.x.clean', 'sleep 600']
    execFileSync('git', ['-C', work, ...filter])
    writeFileSync(join(work, '.gitattributes'), '* filter=x\n')
  },
  children: () => {
    execFileSync('sh', ['-c', '(sleep 600 &) ; (setsid sleep 600 &)'], { stdio: 'ignore' })
  },
  nothing: () => sleep(200),
}

/** How a turn ends; of most there is no end at all. */
const ENDS: Record<string, (id: unknown) => void> = {
  well: (id) => line({ id, result: { stopReason: 'end_turn' } }),
  'with no reason': (id) => line({ id, result: { stopReason: ODD } }),
  'with an error': (id) => line({ id, error: { code: 1e308, message: 'm'.repeat(4 * MIB) } }),
  'by its exit': () => process.exit(3),
  'with a crash': () => process.abort(),
  'by closing its streams': () => process.stdout.destroy(),
  never: () => undefined,
  'with no end of words': () => {
    for (;;) say('and '.repeat(1_000))
  },
}

let work = ''

async function turn(id: unknown, seed: number): Promise<void> {
  const random = seeded(seed)
  for (let at = random.between(1, 6); at > 0; at--)
    await ACTS[random.pick(Object.keys(ACTS))]!(random)
  ENDS[random.pick(Object.keys(ENDS))]!(id)
}

for await (const text of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(text)
  if (method === 'initialize') {
    line({ id, result: { protocolVersion: 1, agentCapabilities: {}, authMethods: [] } })
  } else if (method === 'session/new') {
    work = params.cwd
    line({ id, result: { sessionId: SESSION } })
  } else if (method === 'session/prompt') {
    void turn(id, Number(params.prompt[0].text))
  }
}
