import type { TestContext } from 'node:test'
import type { ActivityEntry, Approval, CreatedDesktop } from '@mission-control/protocol'
import type { UpOf } from '@mission-control/protocol/runner'
import { BareRunner } from './bare-runner.ts'
import { openPermissions } from './permissions.ts'
import type { TestServer } from './server.ts'
import { waitFor } from './wait.ts'

export const READY = { kind: 'builtin', model: 'm', ready: true, problem: null } as const

export interface Run {
  desktop: CreatedDesktop
  runner: BareRunner
  taskId: string
  runId: string
  dispatch: number
}

/** What its agent wants to do. */
export function wish(
  { runId }: Pick<Run, 'runId'>,
  command: string,
  requestId = '1',
): UpOf<'permission'> {
  return {
    type: 'permission',
    runId,
    requestId,
    at: Date.now(),
    tool: 'shell',
    title: command,
    input: { command },
    subject: { kind: 'command', forms: [command] },
    options: ['once', 'always', 'no'],
  }
}

export const answersOf = ({ runner, runId }: Pick<Run, 'runner' | 'runId'>) =>
  runner.all('permissionAnswer').filter((answer) => answer.runId === runId)

/** Prompts on the server whose agents ask what the test wants, by runners that only speak the protocol. */
export function askingRuns(server: TestServer) {
  const { client } = server

  /** A prompt that runs on a desktop of its own. */
  async function startRun(t: TestContext): Promise<Run> {
    const desktop = await client.desktops.create({ name: 'asking' })
    const runner = await BareRunner.connect(t, server, desktop, 3, READY)
    return { desktop, runner, ...(await nextRun(desktop, runner)) }
  }

  async function nextRun(desktop: CreatedDesktop, runner: BareRunner) {
    const prompt = { type: 'prompt', content: 'clean up', desktopId: desktop.id } as const
    const { id: taskId } = await client.tasks.create(prompt)
    await client.tasks.run(taskId)
    const { runId, dispatch } = await waitFor('the prompt', () =>
      runner.all('prompt').find((prompt) => prompt.taskId === taskId),
    )
    runner.says({ type: 'started', runId, at: Date.now() })
    return { taskId, runId, dispatch }
  }

  const openOf = ({ taskId }: Pick<Run, 'taskId'>, count = 1): Promise<Approval[]> =>
    openPermissions(server, taskId, count)

  async function ask(run: Run, command = 'rm -r build'): Promise<Approval> {
    run.runner.says(wish(run, command))
    const [approval] = await openOf(run)
    return approval!
  }

  async function eventsOf({ taskId }: Pick<Run, 'taskId'>) {
    const events = await client.activity.list({ taskId, after: 0 })
    return events.filter((entry): entry is Extract<ActivityEntry, { type: `approval.${string}` }> =>
      entry.type.startsWith('approval.'),
    )
  }

  const resolve = (id: string, json: unknown) =>
    server.request(`/api/mission-control/approvals/${id}/resolve`, { method: 'POST', json })

  return { startRun, nextRun, openOf, ask, eventsOf, resolve }
}
