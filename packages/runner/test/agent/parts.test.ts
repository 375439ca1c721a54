import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SessionUpdate } from '@agentclientprotocol/sdk'
import type { RunEnd } from '@mission-control/protocol/runner'
import { askingOf } from '../../src/agent/acp/asking.ts'
import { inTime } from '../../src/agent/acp/in-time.ts'
import { peculiarityOf } from '../../src/agent/acp/known.ts'
import { becoming } from '../../src/agent/acp/program.ts'
import { Retelling } from '../../src/agent/acp/retell.ts'
import {
  exitCodeIn,
  modelChosen,
  modelUsed,
  tellsFailure,
  terminalIn,
  tokensIn,
} from '../../src/agent/acp/told.ts'
import { TurnUsage } from '../../src/agent/acp/turn-usage.ts'
import { Meter } from '../../src/agent/builtin/meter.ts'
import { titleOf } from '../../src/agent/builtin/title.ts'
import type { Limits } from '../../src/agent/configuration.ts'
import { endOf } from '../../src/agent/end.ts'
import { BeginningAndEnd } from '../../src/agent/tools/beginning-and-end.ts'

const LIMITS: Limits = { steps: 3, tokens: 100, costUsd: 1, timeMs: 1, silenceMs: 1 }
const usage = { inputTokens: 1, outputTokens: 2, costUsd: null, steps: 1 }

test('an agent ends by its own word, else by that of its process', () => {
  const exited: RunEnd = { kind: 'exited', exitCode: 1 }
  const killed: RunEnd = { kind: 'signaled', signal: 'SIGKILL' }
  const lost: RunEnd = { kind: 'failed', code: 'keeper_lost', message: 'm' }
  const answered = { result: 'r', usage }
  const failed = { code: 'agent_limit', message: 'm', usage } as const
  assert.deepEqual(endOf(killed, answered), { kind: 'answered', ...answered })
  assert.deepEqual(endOf(exited, failed), { kind: 'failed', ...failed })
  assert.deepEqual(endOf(lost, null), lost)
  const codes = [exited, killed].map((end) => (endOf(end, null) as { code?: string }).code)
  assert.deepEqual(codes, ['agent_error', 'agent_interrupted'])
})

test('usage adds up, where it is told, and says which limit it reaches', () => {
  const meter = new Meter(LIMITS)
  meter.add({ inputTokens: null, outputTokens: null, costUsd: null })
  assert.deepEqual(meter.usage, { ...usage, inputTokens: null, outputTokens: null })
  meter.add({ inputTokens: 60, outputTokens: 10, costUsd: null })
  assert.equal(meter.exceeded, null)
  meter.add({ inputTokens: 20, outputTokens: 10, costUsd: 0.5 })
  assert.match(meter.exceeded ?? '', /100 tokens/)
  assert.deepEqual(meter.usage, { inputTokens: 80, outputTokens: 20, costUsd: 0.5, steps: 3 })

  const costly = new Meter({ ...LIMITS, tokens: null })
  costly.add({ inputTokens: 1, outputTokens: 1, costUsd: 1.25 })
  assert.match(costly.exceeded ?? '', /\$1\.25/)
})

test('what ACP agents tell beside the protocol is read where it is there', () => {
  assert.deepEqual(tokensIn({ usage: { inputTokens: 7, outputTokens: 2 } }), {
    inputTokens: 7,
    outputTokens: 2,
  })
  const cached = { inputTokens: 7, cachedReadTokens: 50, cachedWriteTokens: 3, outputTokens: 2 }
  assert.deepEqual(tokensIn({ usage: cached }), { inputTokens: 60, outputTokens: 2 })
  const quota = { token_count: { input_tokens: 9, output_tokens: 4 } }
  assert.deepEqual(tokensIn({ _meta: { quota } }), { inputTokens: 9, outputTokens: 4 })
  assert.equal(tokensIn({ usage: null }), null)
  const exit = {
    _meta: { terminal_output_delta: { data: 'fir\n' }, terminal_exit: { exit_code: 3 } },
  }
  assert.deepEqual(terminalIn(exit), { output: 'fir\n', exitCode: 3 })
  assert.equal(tellsFailure({ _meta: { codex: { threadStatus: { type: 'systemError' } } } }), true)
  assert.equal(tellsFailure({ _meta: { codex: { threadStatus: { type: 'idle' } } } }), false)
  assert.equal(exitCodeIn({ output: '', metadata: { exit: 3 } }), 3)
  assert.equal(exitCodeIn({ exit_code: 0 }), 0)
  for (const nothing of ['text', null, undefined, { exit: 'later' }]) {
    assert.equal(exitCodeIn(nothing), null)
  }
})

test('a call is titled by what it is about', () => {
  assert.equal(titleOf('shell', { command: 'npm test\nnpm start' }), 'npm test')
  assert.equal(titleOf('read_file', { path: 'a', from: 2 }), 'read_file a')
  assert.equal(titleOf('anything', null), 'anything')
})

test('of a long text the beginning and the end are kept, of a short one all', () => {
  for (const pieces of [1, 3, 100]) {
    const kept = new BeginningAndEnd(10)
    const text = '0123456789'.repeat(10)
    for (let at = 0; at < text.length; at += pieces) kept.add(text.slice(at, at + pieces))
    assert.equal(`${kept}`, '0123456789\n… (80 characters left out) …\n0123456789')
  }
  const short = new BeginningAndEnd(10)
  short.add('12345678901234567890')
  assert.equal(`${short}`, '12345678901234567890')
})

test('a line becomes its program, with the variables that stand before it', () => {
  for (const [line, becomes] of [
    ['gemini --acp', 'exec gemini --acp'],
    ['PATH=/opt/bin:$PATH gemini --acp', 'PATH=/opt/bin:$PATH exec gemini --acp'],
    [`A='b c' B="d \\" e" prog x=y`, `A='b c' B="d \\" e" exec prog x=y`],
    ["'/a b/prog' acp", "exec '/a b/prog' acp"],
  ] as const) {
    assert.equal(becoming(line), becomes)
  }
})

test('the usage of turns is what was told of all of it; of a last call alone it is unknown', () => {
  const tokens = { inputTokens: 100, outputTokens: 20 }
  const usage = new TurnUsage()
  for (const what of ['words', 'call', 'result', 'words'] as const) usage.sees(what)
  usage.endTurn(tokens, false)
  assert.deepEqual(usage.all(true), { ...tokens, costUsd: null, steps: 2 })
  for (const what of ['call', 'result', 'words'] as const) usage.sees(what)
  usage.endTurn(tokens, true)
  const unknown = { inputTokens: null, outputTokens: null, costUsd: null, steps: 4 }
  assert.deepEqual(usage.all(true), unknown)
})

test('what each request has taken adds up; the cost of a session that began before is not ours', () => {
  const usage = new TurnUsage()
  usage.addStep({ inputTokens: 100, outputTokens: 20 })
  usage.addStep({ inputTokens: 120, outputTokens: 5 })
  usage.endTurn(null, false)
  usage.costUsd = 3
  assert.deepEqual(usage.all(false), {
    inputTokens: 220,
    outputTokens: 25,
    costUsd: null,
    steps: 2,
  })
  assert.equal(usage.all(true).costUsd, 3)
})

test('a program that does not do what it was asked for is given up, in words', async () => {
  const never = new Promise<never>(() => undefined)
  await assert.rejects(inTime(never, 'begun a session', 1), {
    code: 'agent_unreachable',
    message: "The agent's program hasn't begun a session within 0.001 s.",
  })
  assert.equal(await inTime(Promise.resolve('here'), 'begun a session'), 'here')
})

test('what Codex and Claude Code warn of is told, and is no part of the answer', () => {
  const told: string[] = []
  const retelling = new Retelling((it) => 'text' in it && told.push(it.text), '/')
  retelling.warning = peculiarityOf('@agentclientprotocol/codex-acp').warning
  const say = (text: string, messageId?: string, _meta?: object) =>
    retelling.take({
      sessionUpdate: 'agent_message_chunk',
      content: { type: 'text', text },
      ...(messageId && { messageId }),
      ..._meta,
    } as SessionUpdate)
  say('Warning: the model is unknown.')
  assert.deepEqual([retelling.hasBegun, retelling.answer], [false, ''])
  say('Two ', 'm')
  say('Config warning: no trees.')
  say('trees.', 'm')
  say('The gateway is old.', undefined, { _meta: { claudeCode: { kind: 'informational' } } })
  assert.deepEqual([retelling.hasBegun, retelling.answer], [true, 'Two trees.'])
  assert.equal(told.length, 5)
})

test('what a program is known to do, and the mode it works in, say whether it asks', () => {
  for (const [name, mode, has, answer, why] of [
    ['gemini-cli', null, undefined, 'yes', /"default", in which it asks before it acts/],
    ['gemini-cli', 'default', ['default'], 'yes', /"default", in which it asks/],
    ['gemini-cli', null, ['plan'], 'unknown', /has no session mode "default"/],
    ['gemini-cli', 'yolo', undefined, 'no', /"yolo", in which it asks for nothing/],
    ['qwen-code', 'auto-edit', undefined, 'unknown', /"auto-edit", in which it may act/],
    ['OpenCode', null, undefined, 'unknown', /`permission` in its own configuration/],
    ['anything', 'plan', undefined, 'unknown', /"plan", in which it may act/],
  ] as const) {
    const asking = askingOf(peculiarityOf(name), mode, has)
    assert.equal(asking?.asksPermission, answer, `${name} ${mode}`)
    assert.match(asking.asksPermissionReason, why)
  }
  assert.equal(askingOf(peculiarityOf('anything'), null), null)
})

test('the model is the one that a program names as used, or as chosen', () => {
  const count = (output_tokens: number) => ({ output_tokens })
  const usage = [
    { model: 'small', token_count: count(3) },
    { model: 'large', token_count: count(40) },
  ]
  assert.equal(modelUsed({ _meta: { quota: { model_usage: usage } } }), 'large')
  for (const nothing of [{}, { _meta: null }, { _meta: { quota: { model_usage: [null] } } }]) {
    assert.equal(modelUsed(nothing), null)
  }
  const options = [{ value: '$1|m', name: 'm' }]
  const setting = { category: 'model', currentValue: '$1|m', options }
  assert.equal(modelChosen({ configOptions: [{}, setting] }), '$1|m')
  assert.equal(modelChosen({ configOptions: [setting] }, true), 'm')
  const models = { currentModelId: 'auto', availableModels: [{ modelId: 'x', name: 'X' }] }
  assert.equal(modelChosen({ models }, true), 'auto')
  for (const nothing of [{}, { configOptions: [null] }, { models: { currentModelId: 7 } }]) {
    assert.equal(modelChosen(nothing), null)
  }
})
