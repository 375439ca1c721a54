/**
 * A coding agent that speaks ACP, as far as a picture of it goes: it has a plan, has done half of it,
 * and asks before it goes on.
 */
import { Readable, Writable } from 'node:stream'
import { agent, methods, ndJsonStream, PROTOCOL_VERSION } from '@agentclientprotocol/sdk'

const PLAN = ['Find why the test is flaky', 'Fix the clock in the test', 'Push the branch']

agent({ name: 'coding-agent' })
  .onRequest(methods.agent.initialize, () => ({
    protocolVersion: PROTOCOL_VERSION,
    agentCapabilities: { loadSession: false },
    authMethods: [],
  }))
  .onRequest(methods.agent.session.new, () => ({ sessionId: 'one' }))
  .onRequest(methods.agent.session.prompt, async ({ params: { sessionId }, client }) => {
    const tell = (update: object) =>
      client.notify(methods.client.session.update, { sessionId, update } as never)
    const say = (text: string, sessionUpdate = 'agent_message_chunk') =>
      tell({ sessionUpdate, content: { type: 'text', text } })
    const plan = (at: number) =>
      tell({
        sessionUpdate: 'plan',
        entries: PLAN.map((content, place) => ({
          content,
          priority: 'medium',
          status: place < at ? 'completed' : place === at ? 'in_progress' : 'pending',
        })),
      })
    const use = async (toolCallId: string, title: string, kind: string, output: string) => {
      await tell({ sessionUpdate: 'tool_call', toolCallId, title, kind, status: 'in_progress' })
      const content = [{ type: 'content', content: { type: 'text', text: output } }]
      await tell({ sessionUpdate: 'tool_call_update', toolCallId, status: 'completed', content })
    }
    await plan(0)
    await say('The failure is at a minute’s end, so it has to do with time.', 'agent_thought_chunk')
    await say('I look at what the test reads from the clock.')
    await use('1', 'Read tests/payments/test_capture.py', 'read', '41 lines')
    await use('2', 'pytest tests/payments -q -p no:randomly', 'execute', '12 passed in 3.41s')
    await plan(1)
    await say(
      'It compares `now()` **before** and **after** the capture to the minute:\n\n' +
        '```python\nassert capture.created.minute == now().minute\n```\n\n' +
        'Between the two a minute can begin. I freeze the clock instead.',
    )
    await use('3', 'Edit tests/payments/test_capture.py', 'edit', 'tests/payments/test_capture.py')
    await use('4', 'pytest tests/payments -q --count 200', 'execute', '2400 passed in 71.02s')
    await plan(2)
    const toolCall = {
      toolCallId: '5',
      title: 'git push origin fix/flaky-capture',
      kind: 'execute' as const,
      rawInput: { command: 'git push origin fix/flaky-capture' },
    }
    await tell({ sessionUpdate: 'tool_call', ...toolCall, status: 'pending' })
    await client.request(methods.client.session.requestPermission, {
      sessionId,
      toolCall,
      options: [
        { optionId: 'no', name: 'No', kind: 'reject_once' },
        { optionId: 'once', name: 'Allow once', kind: 'allow_once' },
        { optionId: 'always', name: 'Always', kind: 'allow_always' },
      ],
    })
    return await new Promise<never>(() => setInterval(() => undefined, 1000))
  })
  .connect(
    ndJsonStream(
      Writable.toWeb(process.stdout),
      Readable.toWeb(process.stdin) as ReadableStream<Uint8Array>,
    ),
  )
