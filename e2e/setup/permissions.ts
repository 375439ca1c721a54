import { fileURLToPath } from 'node:url'
import type { Approval } from '@mission-control/protocol'
import type { AskingPrompt } from '../../packages/runner/test/fixtures/asking-agent.ts'
import type { TestServer } from './server.ts'
import { waitFor } from './wait.ts'

const ASKING_AGENT = fileURLToPath(
  new URL('../../packages/runner/test/fixtures/asking-agent.ts', import.meta.url),
)

/** The environment of a desktop whose agent is a program that only asks. */
export const askingAgent = {
  MISSION_CONTROL_AGENT: 'acp',
  MISSION_CONTROL_AGENT_COMMAND: `'${process.execPath}' '${ASKING_AGENT}'`,
}

/** A prompt for that agent. */
export const asks = (prompt: AskingPrompt): string => JSON.stringify(prompt)

/** The task's open permissions, oldest first, once there are so many. */
export async function openPermissions(
  { client }: Pick<TestServer, 'client'>,
  taskId: string,
  count = 1,
): Promise<Approval[]> {
  return await waitFor(`${count} open permissions`, async () => {
    const all = await client.approvals.list({ kind: 'permission' })
    const open = all.filter((approval) => approval.taskId === taskId)
    return open.length === count && open.reverse()
  })
}
