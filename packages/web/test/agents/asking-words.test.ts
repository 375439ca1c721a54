import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Agent, AgentSetup } from '@mission-control/protocol'
import { askingWords } from '../../src/agents/asking-words.ts'
import { text } from '../../src/strings/index.ts'

const { byMode, byProgram } = text.agents.asking
const agent = (kind: Agent['kind']): Agent => ({
  kind,
  model: null,
  problem: null,
  source: 'machine',
})
const program = (preset: string | null, mode: string | null = null) =>
  ({ kind: 'acp', preset, mode }) as AgentSetup

test('an agent that may act without asking says so', () => {
  for (const [own, setup, words] of [
    [null, null, null],
    [agent('builtin'), null, null],
    [agent('acp'), null, byProgram],
    [null, program('claude'), null],
    [null, program('claude', 'acceptEdits'), byMode],
    [null, program('opencode'), byProgram],
    [null, program(null), byProgram],
    [null, { kind: 'chat' } as AgentSetup, null],
  ] as const) {
    assert.equal(askingWords(own, setup), words)
  }
})
