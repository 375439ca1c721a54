import assert from 'node:assert/strict'
import test from 'node:test'
import type { ChatTurn } from '@mission-control/protocol'
import { runningTurn, withTurn } from '../../src/chat/conversation.ts'

function turn(number: number, status: ChatTurn['status']): ChatTurn {
  return {
    id: `turn_${number}`,
    taskId: `task_${number}`,
    message: `say ${number}`,
    reply: null,
    status,
    error: null,
    usage: null,
    createdAt: '2026-03-15T10:00:00.000Z',
    completedAt: null,
    createdBy: null,
  }
}

const shown = (turns: readonly ChatTurn[]) => turns.map(({ id, status }) => `${id} ${status}`)

test('turns stand in the order of their making, however they come', () => {
  let turns: ChatTurn[] = []
  for (const number of [2, 1, 3]) turns = withTurn(turns, turn(number, 'queued'))
  assert.deepEqual(shown(turns), ['turn_1 queued', 'turn_2 queued', 'turn_3 queued'])
})

test('a turn is replaced by what is known of it later, and never goes back', () => {
  let turns = [turn(1, 'queued'), turn(2, 'queued')]
  for (const status of ['running', 'queued', 'done', 'running'] as const) {
    turns = withTurn(turns, turn(1, status))
  }
  assert.deepEqual(shown(turns), ['turn_1 done', 'turn_2 queued'])
  assert.equal(runningTurn(turns), undefined)
  assert.equal(runningTurn(withTurn(turns, turn(2, 'running')))?.id, 'turn_2')
})
