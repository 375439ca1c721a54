import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { wholeFile } from '../setup/cleanup.ts'
import { ModelServer } from '../setup/model/model-server.ts'
import { calls, type ModelRequest, says } from '../setup/model/replies.ts'
import { agentReady, finishPrompt, transcriptOf } from '../setup/prompts.ts'
import { startServer } from '../setup/server.ts'

const model = await ModelServer.start(wholeFile)

/** What the model was told that its tools have answered, by the API's own names. */
const ANSWERS: Record<string, (body: ModelRequest['body']) => unknown[]> = {
  anthropic: ({ messages }) =>
    messages.flatMap(({ content }) =>
      (content as { type: string; content: unknown }[])
        .filter(({ type }) => type === 'tool_result')
        .map(({ content }) => content),
    ),
  openai: ({ input = [] }) =>
    input.filter(({ type }) => type === 'function_call_output').map(({ output }) => output),
  openrouter: ({ messages }) =>
    messages.filter(({ role }) => role === 'tool').map(({ content }) => content),
}

for (const [provider, answersIn] of Object.entries(ANSWERS)) {
  test(`${provider}: a prompt with tools is carried out, with usage${provider === 'openrouter' ? ' and cost' : ''}`, async (t) => {
    const server = await startServer(t, model.environment('builtin', provider))
    await agentReady(server)
    model.script = [
      calls(
        { name: 'write_file', input: { path: 'notes/tree.txt', content: 'fir\nbeech\n' } },
        { name: 'shell', input: { command: 'wc -l < notes/tree.txt' } },
      ),
      (response, request) => {
        const answer = request.answer(response)
        answer.text('I count ')
        answer.text('them.')
        answer.call('no_such_tool', '{}')
        answer.end()
      },
      says('Two trees ', 'are noted. 🌲'),
    ]
    const asked = model.requests.length
    const task = await finishPrompt(server, 'Note the trees.')
    assert.deepEqual([task.status, task.error], ['done', null])
    assert.equal(task.result, 'Two trees are noted. 🌲')
    const costUsd = provider === 'openrouter' ? 0.0045 : null
    assert.deepEqual(task.usage, { inputTokens: 300, outputTokens: 60, costUsd, steps: 3 })
    assert.equal(readFileSync(join(server.workDir, 'notes/tree.txt'), 'utf8'), 'fir\nbeech\n')

    const requests = model.requests.slice(asked)
    assert.equal(requests.length, 3)
    // All that was said is said again: nothing depends on what the provider has kept.
    assert.ok(JSON.stringify(requests[2]!.body).includes('I count them.'))
    const answers = answersIn(requests[2]!.body).map((answer) => JSON.stringify(answer))
    assert.equal(answers.length, 3)
    for (const [at, said] of ['notes/tree.txt created', '2\\\\n', 'no_such_tool'].entries()) {
      assert.ok(answers[at]?.includes(said), answers[at])
    }
    const types = (await transcriptOf(server.client, task.id)).map(({ type }) => type)
    assert.deepEqual(types, [
      'tool_call',
      'tool_call',
      'file_change',
      'tool_result',
      'tool_result',
      'usage',
      'message',
      'message',
      'tool_call',
      'tool_result',
      'usage',
      'message',
      'message',
      'usage',
      'result',
    ])
  })
}
