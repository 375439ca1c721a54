import type { AgentState, Down, Up, UpOf } from '../../src/runner/index.ts'

/** At least one message of every type, with every variant of its parts. */
const metrics = {
  cpu: 12.5,
  cores: 4,
  memory: { used: 1, total: 2, percent: 50 },
  disk: { used: 1, total: 4, percent: 25 },
}
const runId = 'run_1'
const at = 1_773_570_000_000
const agent: AgentState = { kind: 'builtin', model: 'm', ready: true, problem: null }
const usage = { inputTokens: 12, outputTokens: 3, costUsd: 0.25, steps: 2 }

export const hello: UpOf<'hello'> = {
  type: 'hello',
  protocol: { newest: 3, oldest: 1 },
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
  { ...hello, ipAddress: '10.0.0.1', runs: [], agent: null },
  { ...hello, agent, presets: ['opencode'], place: 'p' },
  { ...hello, machine: { system: 'Debian', workDir: '/work', upSince: at } },
  { ...hello, machine: { system: 'Debian', workDir: '/work', upSince: at, service: null } },
  {
    ...hello,
    machine: {
      system: 'Debian',
      workDir: '/work',
      upSince: at,
      service: { unit: 'a.service', isUsers: true },
    },
  },
  { ...hello, identity: { id: 'm', boot: 'b', hardware: ['c'] } },
  { ...hello, upgrade: { obstacle: null, failed: null, trial: true } },
  {
    ...hello,
    upgrade: { obstacle: 'No.', failed: { version: '0.2.0', message: 'It ended.' }, trial: false },
  },
  { type: 'heartbeat', metrics },
  { type: 'heartbeat', metrics, clock: at },
  { ...hello, clock: at },
  { type: 'agent', agent },
  { type: 'agent', agent: { ...agent, model: null, ready: false, problem: 'It does not answer.' } },
  { type: 'agent', agent: { ...agent, revision: 'setup_1' } },
  { type: 'agent', agent: { ...agent, revision: null } },
  {
    type: 'agent',
    agent: { ...agent, asksPermission: 'yes', asksPermissionReason: 'It works in "default".' },
  },
  { type: 'agent', agent: null },
  { type: 'agentTested', requestId: 'r', ready: false, message: 'It does not answer.' },
  { type: 'queued', runId },
  { type: 'started', runId, at },
  output,
  { ...output, stream: 'stderr', offset: 2 ** 40, data: new Uint8Array() },
  { ...output, stream: 'system', seq: 2, data: new Uint8Array(65_536).fill(0x80) },
  { ...output, stream: 'agent', seq: 3 },
  { type: 'evidence', runId, evidence: { files: null } },
  {
    type: 'permission',
    runId,
    requestId: '1',
    at,
    tool: 'shell',
    title: 'rm -rf build',
    input: { command: 'rm -rf build' },
    subject: { kind: 'command', forms: ['rm -rf build'] },
    options: ['once', 'always', 'no'],
  },
  {
    type: 'permission',
    runId,
    requestId: '2',
    at,
    tool: 'tool',
    title: 't',
    input: null,
    subject: null,
    options: ['once', 'no'],
  },
  { type: 'permissionWithdrawn', runId, requestId: '2' },
  { type: 'ended', runId, at, seq: 3, end: { kind: 'exited', exitCode: 0 } },
  { type: 'ended', runId, at, seq: 0, end: { kind: 'signaled', signal: 'SIGKILL' } },
  { type: 'ended', runId, at, seq: 0, end: { kind: 'failed', code: 'keeper_lost', message: 'm' } },
  { type: 'ended', runId, at, seq: 1, end: { kind: 'answered', result: 'Done: 😀', usage } },
  {
    type: 'ended',
    runId,
    at,
    seq: 1,
    end: {
      kind: 'failed',
      code: 'agent_limit',
      message: 'm',
      usage: { inputTokens: null, outputTokens: null, costUsd: null, steps: 0 },
    },
  },
  { type: 'goodbye' },
  { type: 'leave' },
]

const position = { seq: 3, stdout: 10, stderr: 0, system: 1, agent: 5 }

export const DOWNS: Down[] = [
  {
    type: 'welcome',
    version: 3,
    desktopId: 'desktop_1',
    name: 'Büro 😀',
    heartbeatIntervalMs: 5000,
    runs: [
      { runId, position },
      { runId, position, key: 'mca_1_b' },
    ],
  },
  { type: 'refused', code: 'runner_too_old', message: 'update' },
  { type: 'start', runId, taskId: 'task_1', dispatch: 8, command: 'echo "\n"', outputLimit: 1024 },
  {
    type: 'prompt',
    runId,
    taskId: 'task_1',
    dispatch: 9,
    prompt: 'write "a"\n',
    outputLimit: 1024,
  },
  {
    type: 'start',
    runId,
    taskId: 'task_1',
    dispatch: 10,
    command: 'sleep 9',
    outputLimit: 1024,
    timeoutMs: 2_592_000_000,
    graceMs: 0,
  },
  {
    type: 'prompt',
    runId,
    taskId: 'task_1',
    dispatch: 10,
    prompt: 'write',
    outputLimit: 1024,
    rules: [
      { tool: 'shell', pattern: 'npm *', decision: 'allow' },
      { tool: '*', decision: 'ask' },
    ],
  },
  {
    type: 'prompt',
    runId,
    taskId: 'task_1',
    dispatch: 11,
    prompt: 'And then?',
    outputLimit: 1024,
    history: [
      { role: 'user', content: 'First "this".\n' },
      { role: 'assistant', content: 'Done. 😀' },
    ],
    conversation: 'task_0',
    key: 'mca_1_a',
  },
  { type: 'agentSetup', setup: null },
  {
    type: 'agentSetup',
    setup: { revision: 'setup_1', variables: { MISSION_CONTROL_AGENT: 'chat' }, problem: null },
  },
  { type: 'agentSetup', setup: { revision: 'setup_2', variables: {}, problem: 'No key.' } },
  { type: 'testAgent', requestId: 'r' },
  { type: 'upgrade', version: '0.2.0', sha256: 'ab', size: 7 },
  { type: 'cancel', runId },
  {
    type: 'permissionAnswer',
    runId,
    requestId: '1',
    allowed: true,
    always: false,
    feedback: null,
  },
  {
    type: 'permissionAnswer',
    runId,
    requestId: '2',
    allowed: false,
    always: true,
    feedback: 'Use "git" 😀',
  },
  { type: 'ack', runId, position },
  { type: 'ack', runId, position: { seq: 0, stdout: 0, stderr: 0, system: 0 } },
  { type: 'endAck', runId },
  { type: 'discard', runId },
]
