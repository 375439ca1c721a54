import type { Client } from '@mission-control/client'
import { type Task, TranscriptReader, type TranscriptRecord } from '@mission-control/protocol'
import type { TestServer } from './server.ts'
import { ended } from './tasks.ts'
import { waitFor } from './wait.ts'

type Where = Pick<TestServer, 'client' | 'desktopId'>

/** Resolves once the desktop's agent is ready, or, with `false`, isn't any more. */
export async function agentReady(
  { client, desktopId }: Where,
  ready = true,
  ms?: number,
): Promise<void> {
  const what = `an agent that is ${ready ? '' : 'not '}ready`
  await waitFor(
    what,
    async () => {
      const { agentReady } = await client.desktops.get(desktopId)
      return agentReady === ready
    },
    ms,
  )
}

/** Creates a prompt task and runs it, once the agent is ready. */
export async function runPrompt(where: Where, content: string, more: object = {}): Promise<Task> {
  const { client, desktopId } = where
  await agentReady(where)
  const task = await client.tasks.create({ type: 'prompt', content, desktopId, ...more })
  return await client.tasks.run(task.id)
}

/** The same, until it has ended or waits for a review. */
export async function finishPrompt(where: Where, content: string, more: object = {}) {
  return await ended(where.client, (await runPrompt(where, content, more)).id)
}

/** What the agent has done so far. */
export async function transcriptOf(client: Client, id: string): Promise<TranscriptRecord[]> {
  const reader = new TranscriptReader()
  const chunks = (await client.tasks.output(id)).filter(({ stream }) => stream === 'agent')
  return chunks.flatMap(({ data }) => reader.add(data))
}
