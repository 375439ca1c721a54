import type { Down, Up, UpOf } from '../../src/runner/index.ts'

/** At least one message of every type, with every variant of its parts. */
const metrics = {
  cpu: 12.5,
  cores: 4,
  memory: { used: 1, total: 2, percent: 50 },
  disk: { used: 1, total: 4, percent: 25 },
}
const runId = 'run_1'
const at = 1_773_570_000_000

export const hello: UpOf<'hello'> = {
  type: 'hello',
  protocol: { newest: 1, oldest: 1 },
  runnerVersion: '0.1.0',
  instanceId: 'i',
  metrics,
  ipAddress: null,
  lastDispatch: 7,
  runs: [{ runId, dispatch: 7 }],
}

/** Its bytes are not UTF-8. */
export const output: UpOf<'output'> = {
  type: 'output',
  runId,
  seq: 1,
  stream: 'stdout',
  offset: 0,
  at,
  data: Uint8Array.of(0xff, 0xfe, 0, 0xc3, 0x28, 0x7b, 0x22, 10),
}

export const UPS: Up[] = [
  hello,
  { ...hello, ipAddress: '10.0.0.1', runs: [] },
  { type: 'heartbeat', metrics },
  { type: 'queued', runId },
  { type: 'started', runId, at },
  output,
  { ...output, stream: 'stderr', offset: 2 ** 40, data: new Uint8Array() },
  { ...output, stream: 'system', seq: 2, data: new Uint8Array(70_000).fill(0x80) },
  { type: 'ended', runId, at, seq: 3, end: { kind: 'exited', exitCode: 0 } },
  { type: 'ended', runId, at, seq: 0, end: { kind: 'signaled', signal: 'SIGKILL' } },
  { type: 'ended', runId, at, seq: 0, end: { kind: 'failed', code: 'keeper_lost', message: 'm' } },
  { type: 'goodbye' },
]

const position = { seq: 3, stdout: 10, stderr: 0, system: 1 }

export const DOWNS: Down[] = [
  {
    type: 'welcome',
    version: 1,
    desktopId: 'desktop_1',
    name: 'Büro 😀',
    heartbeatIntervalMs: 5000,
    runs: [{ runId, position }],
  },
  { type: 'refused', code: 'runner_too_old', message: 'update' },
  { type: 'start', runId, taskId: 'task_1', dispatch: 8, command: 'echo "\n"', outputLimit: 1024 },
  { type: 'cancel', runId },
  { type: 'ack', runId, position },
  { type: 'endAck', runId },
  { type: 'discard', runId },
]
