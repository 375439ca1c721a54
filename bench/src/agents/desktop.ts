import { ModelServer } from '../../../e2e/setup/model/model-server.ts'
import type { Context } from '../bench.ts'
import { type OurServer, startServer } from '../ours/server.ts'
import { temporaryFolder } from '../places.ts'
import { until } from '../wait.ts'

export interface AgentDesktop {
  /** In this process, so that there is one clock for what it says and what is seen of it. */
  model: ModelServer
  server: OurServer
}

export const MODEL_SETUP =
  'a scripted model that speaks OpenAI’s chat completions on a loopback socket, in the bench’s own process'

/** Our server with an agent on its local desktop, ready for prompts. */
export async function withAgent<T>(
  context: Context,
  kind: 'chat' | 'builtin',
  work: (desktop: AgentDesktop) => Promise<T>,
): Promise<T> {
  await using end = new AsyncDisposableStack()
  const model = await ModelServer.start({ after: (undo) => void end.defer(async () => undo()) })
  using folder = temporaryFolder('agent')
  await using server = await startServer(context, folder.path, {
    ...model.environment(kind),
    MISSION_CONTROL_CONCURRENCY: '20',
  })
  await until('the agent to be ready', async () => {
    const { agentReady } = await server.client.desktops.get(server.desktopId)
    return agentReady || undefined
  })
  return await work({ model, server })
}

/** Creates the prompt and has it run; resolves with the task's id. */
export async function run({ client, desktopId }: OurServer, content: string): Promise<string> {
  const { id } = await client.tasks.create({ type: 'prompt', content, desktopId })
  await client.tasks.run(id)
  return id
}
