import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FailureCode } from '@mission-control/protocol'
import { wayOut } from '../../src/task/ways-out.ts'

const UP = { status: 'running', agentReady: true } as const
const NO_AGENT = { ...UP, agentReady: false }
const AWAY = { status: 'error', agentReady: false } as const

const ROWS: [
  string,
  Parameters<typeof wayOut>[0]['status'],
  FailureCode | null,
  Parameters<typeof wayOut>[1],
  ReturnType<typeof wayOut>,
][] = [
  ['nothing is wrong', 'done', null, UP, null],
  ['a command failed by itself', 'failed', 'exit_nonzero', UP, null],
  ['the agent could not be reached', 'failed', 'agent_unreachable', UP, 'agent'],
  ['there was no agent', 'pending', 'agent_not_ready', NO_AGENT, 'agent'],
  ['there is no agent', 'pending', null, NO_AGENT, 'agent'],
  ['it is away', 'pending', 'desktop_unavailable', AWAY, 'desktop'],
  ['it went away', 'running', null, AWAY, 'desktop'],
  ['it was lost, and is away', 'failed', 'desktop_lost', AWAY, 'desktop'],
  ['it was lost, and is back', 'failed', 'desktop_lost', UP, null],
  ['it was removed', 'failed', 'desktop_deleted', undefined, null],
  ['the result was rejected', 'failed', 'rejected', UP, null],
  ['the result was rejected, and it is away', 'failed', 'rejected', AWAY, null],
  ['its disk was full', 'failed', 'output_lost', UP, 'machine'],
  ['it could not start, and is away', 'failed', 'spawn_failed', AWAY, 'machine'],
  ['it took too long', 'failed', 'timed_out', UP, null],
]

test('what is not possible leads to where it can be put right', () => {
  for (const [what, status, code, desktop, way] of ROWS) {
    const error = code && { code, message: 'x' }
    assert.equal(wayOut({ type: 'prompt', status, error }, desktop), way, what)
  }
  assert.equal(wayOut({ type: 'command', status: 'pending', error: null }, NO_AGENT), null)
})
