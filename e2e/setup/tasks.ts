import { type Client, waitForTask } from '@mission-control/client'
import type { NewTask, Task } from '@mission-control/protocol'
import type { TestServer } from './server.ts'

type CommandOptions = Partial<Omit<NewTask, 'type' | 'content'>>

/** Creates a command task and runs it; resolves with the task as `run` answered it. */
export async function runCommand(
  { client, desktopId }: Pick<TestServer, 'client' | 'desktopId'>,
  content: string,
  options: CommandOptions = {},
): Promise<Task> {
  const task = await client.tasks.create({ type: 'command', content, desktopId, ...options })
  return await client.tasks.run(task.id)
}

/** The same, until it has ended or waits for a review. */
export async function finishCommand(
  server: Pick<TestServer, 'client' | 'desktopId'>,
  content: string,
  options: CommandOptions = {},
): Promise<Task> {
  const { id } = await runCommand(server, content, options)
  return await ended(server.client, id)
}

/** The task once it has ended or waits for a review. */
export async function ended(client: Client, id: string): Promise<Task> {
  return await waitForTask(client, id, {
    until: ['done', 'failed', 'cancelled', 'review'],
    timeoutMs: 60_000,
  })
}

/** What the task's process has printed, byte by byte. */
export async function outputOf(client: Client, id: string): Promise<Buffer> {
  return Buffer.from(await client.tasks.outputBytes(id))
}

/** Shell: waits for the file in the working directory, or until a failed test has removed that. */
export function untilThere(file: string): string {
  return `until test -e ${file} || ! test -d "$PWD"; do sleep 0.05; done`
}
