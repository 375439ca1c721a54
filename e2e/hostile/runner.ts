import { constants, setPriority } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { encodeUp } from '@mission-control/protocol/runner'
import type { Random } from '../faults/harness/random.ts'
import { openRunnerSocket } from '../setup/runner-socket.ts'
import type { Hostile, Place } from './hostile.ts'

/** Machines that have gone bad; the crew shares them. */
const DESKTOPS = 5
const MAX = Number.MAX_SAFE_INTEGER
const METRICS = {
  cpu: 5,
  cores: 2,
  memory: { used: 1, total: 2, percent: 50 },
  disk: { used: 1, total: 2, percent: 50 },
}

interface Desktop {
  id: string
  credential: string
}

let desktops: Promise<Desktop[]> | undefined
/** The runs of all of them: each says what belongs to another, too. */
const runIds: string[] = []

interface Wire {
  random: Random
  runId: string
  /** How far the output of that run has been sent. */
  sent: { seq: number; bytes: number }
  say(frame: string | Uint8Array): void
  tell(message: object): void
}

const deep = (depth: number) => '['.repeat(depth)

type Act = (wire: Wire) => void

const ACTS: Record<string, Act> = {
  beats: ({ tell, random }) => {
    for (let i = random.between(1, 19); i > 0; i--) tell({ type: 'heartbeat', metrics: METRICS })
  },
  oddBeat: ({ tell, random }) => {
    const value = random.pick([MAX, 1e308, -1e308, 0.1])
    tell({
      type: 'heartbeat',
      metrics: { ...METRICS, cores: MAX, disk: { used: value, total: value, percent: value } },
    })
  },
  questions: ({ tell, random, runId }) => {
    const text = 'x'.repeat(random.pick([10, 1_000, 100_000]))
    for (let i = random.between(1, 200); i > 0; i--) {
      tell({
        type: 'permission',
        runId,
        requestId: `${random.between(1, 1e9)}`,
        at: random.pick([1, 9e15]),
        tool: 'shell',
        title: text,
        input: { command: text },
        subject: { kind: 'command', forms: [text] },
        options: ['once', 'always', 'no'],
      })
    }
  },
  evidence: ({ say, random, runId }) => {
    const text = 'x'.repeat(random.between(1, 5_000_000))
    say(JSON.stringify({ type: 'evidence', runId, evidence: { files: text } }))
  },
  problem: ({ tell, random }) => {
    const problem = 'é'.repeat(random.between(1, 250_000))
    tell({ type: 'agent', agent: { kind: 'acp', model: problem, ready: true, problem } })
  },
  drops: (wire) => output(wire, 3_000, 1),
  chunks: (wire) => output(wire, 100, 65_536),
  gap: ({ say, runId, random }) => {
    say(chunk(runId, random.between(1, MAX / 2 ** 10), 0, 10))
  },
  strangers: ({ tell, random }) => {
    for (let i = random.between(1, 2_000); i > 0; i--) {
      tell({ type: 'queued', runId: `run_${random.between(1, 1e12)}` })
    }
  },
  others: ({ tell, random }) => {
    const runId = runIds.length > 0 ? random.pick(runIds) : 'run_none'
    tell({ type: 'started', runId, at: 1 })
    tell({ type: 'ended', runId, at: 1, seq: 0, end: { kind: 'exited', exitCode: 0 } })
  },
  starts: ({ tell, random, runId }) => {
    for (let i = random.between(1, 500); i > 0; i--)
      tell({ type: 'started', runId, at: random.pick([1, 9e15]) })
  },
  end: ({ tell, random, runId, sent }) => {
    const usage = { inputTokens: MAX, outputTokens: MAX, costUsd: 1e308, steps: MAX }
    const result = 'é'.repeat(random.between(1, 500_000))
    tell({
      type: 'ended',
      runId,
      at: 9e15,
      seq: sent.seq,
      end: { kind: 'answered', result, usage },
    })
  },
  // From here on what it is cut off for.
  earlyEnd: ({ tell, runId }) => {
    tell({ type: 'ended', runId, at: 1, seq: 1e6, end: { kind: 'exited', exitCode: 0 } })
  },
  brackets: ({ say, random }) => {
    say(
      random.pick([deep(8e6), `{"type":"evidence","runId":"r","evidence":${deep(8e6)}`, deep(1e5)]),
    )
  },
  noise: ({ say, random }) => {
    say(Uint8Array.from({ length: random.between(0, 1_000) }, () => random.between(0, 255)))
  },
  huge: ({ say }) => say('x'.repeat(2e7)),
  flood: ({ tell }) => {
    for (let i = 0; i < 20_000; i++) tell({ type: 'heartbeat', metrics: METRICS })
  },
}
function output({ say, runId, sent }: Wire, chunks: number, bytes: number): void {
  for (let i = 0; i < chunks; i++) {
    say(chunk(runId, ++sent.seq, sent.bytes, bytes))
    sent.bytes += bytes
  }
}

function chunk(runId: string, seq: number, offset: number, bytes: number): Uint8Array {
  const data = new Uint8Array(bytes).fill(120)
  return encodeUp({
    type: 'output',
    runId,
    seq,
    stream: 'stdout',
    offset,
    at: 1,
    data,
  }) as Uint8Array
}

function hello(random: Random): object {
  const runs = random.pick([0, 0, 0, 10, 5_000, 20_000, 400_000])
  return {
    type: 'hello',
    protocol: { newest: random.pick([3, 4]), oldest: 1 },
    runnerVersion: '0',
    instanceId: 'hostile',
    place: random.pick(['here', 'there']),
    metrics: METRICS,
    ipAddress: null,
    lastDispatch: random.pick([0, 0, 0, 1e11, MAX]),
    runs: Array.from({ length: runs }, (_, i) => ({
      runId: random.chance(0.1) && runIds.length > 0 ? random.pick(runIds) : `run_${i}`,
      dispatch: i,
    })),
    agent: { kind: 'builtin', model: 'm', ready: true, problem: null },
  }
}

/** Registered by their owner, who knows nothing of what has become of them. */
async function register(place: Place): Promise<Desktop[]> {
  // Those machines are elsewhere: their processors are not ours to take.
  setPriority(constants.priority.PRIORITY_LOW)
  return await Promise.all(
    Array.from({ length: DESKTOPS }, (_, i) =>
      post<Desktop>(place, '/desktops', { name: `bad ${i}` }),
    ),
  )
}

async function post<T>({ url, key }: Place, path: string, body: object): Promise<T> {
  const response = await fetch(`${url}/api${path}`, {
    method: 'POST',
    headers: { 'x-api-key': key, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return (await response.json()) as T
}

/** Their owner goes on giving them work. */
async function giveWork(place: Place, desktopId: string, random: Random): Promise<void> {
  const task = { type: random.pick(['command', 'prompt']), content: 'sleep 1', desktopId }
  const { id } = await post<{ id: string }>(place, '/mission-control/tasks', task)
  await post(place, `/mission-control/tasks/${id}/run`, {})
}

/** One connection: a hello, then a few times the same. */
async function connect(act: Act, place: Place, random: Random, over: AbortSignal): Promise<void> {
  desktops ??= register(place)
  const { id, credential } = random.pick(await desktops)
  const socket = await openRunnerSocket(place.url, credential).catch(() => null)
  if (socket === null) return
  const closed = new Promise((resolve) => socket.addEventListener('close', resolve))
  const mine: string[] = []
  socket.addEventListener('message', ({ data }) => {
    const { type, runId } = JSON.parse(data as string) as { type: string; runId: string }
    if (type !== 'start' && type !== 'prompt') return
    mine.push(runId)
    runIds.push(runId)
  })
  const isOpen = () => socket.readyState === WebSocket.OPEN && !over.aborted
  const say = (frame: string | Uint8Array) => {
    if (isOpen()) socket.send(frame as string)
  }
  const tell = (message: object) => say(JSON.stringify(message))
  if (random.chance(0.9)) tell(hello(random))
  await sleep(random.between(0, 300))
  if (isOpen()) await giveWork(place, id, random)
  const sent = { seq: 0, bytes: 0 }
  for (let times = random.between(1, 20); times > 0 && isOpen(); times--) {
    act({ random, runId: mine[0] ?? 'run_none', sent, say, tell })
    // It may say more than is taken, but what it holds itself is bounded.
    while (socket.bufferedAmount > 16e6 && isOpen()) await sleep(20)
    await sleep(random.between(0, 100))
  }
  socket.close()
  await Promise.race([closed, sleep(1_000)])
}

/** Runners that have a credential and keep to nothing. */
export const runner: Hostile = Object.fromEntries(
  Object.entries(ACTS).map(([name, act]) => [
    name,
    (place: Place, random: Random, over: AbortSignal) => connect(act, place, random, over),
  ]),
)
