import type { Client } from '@mission-control/client'
import type { AgentScope } from '@mission-control/protocol'
import { READY } from './asking-runs.ts'
import { BareRunner } from './bare-runner.ts'
import type { Scope } from './cleanup.ts'
import { runPrompt } from './prompts.ts'
import type { TestServer } from './server.ts'

/** A prompt that goes on, whose agent has a key, on a new desktop of which a runner is spoken by hand. */
export async function runWithKey(
  t: Scope,
  server: TestServer,
  client: Client,
  scopes: AgentScope[],
) {
  const desktop = await client.desktops.create({ name: 'with an agent' })
  await client.desktops.update(desktop.id, { agentKey: scopes })
  const runner = await BareRunner.connect(t, server, desktop, 8, READY)
  await runPrompt({ client, desktopId: desktop.id }, 'Think.')
  const { key, runId, taskId } = await runner.hears('prompt')
  return { desktop, runner, runId, taskId, key: key! }
}
