import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TaskStatus } from '@mission-control/protocol'
import { wholeFile } from '../setup/cleanup.ts'
import { assertProblem } from '../setup/problems.ts'
import { startServer } from '../setup/server.ts'
import { ended, runCommand } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const server = await startServer(wholeFile)
const { client, desktopId } = server
const command = (content: string) => ({ type: 'command' as const, content, desktopId })

/** How a task comes into each status; resolves with its id. */
const MAKE: Record<TaskStatus, () => Promise<string>> = {
  pending: async () => (await client.tasks.create(command('true'))).id,
  running: async () => {
    const { id } = await runCommand(server, 'sleep 1000')
    await waitFor('it to run', async () => (await client.tasks.get(id)).processStartedAt !== null)
    return id
  },
  review: () => finish('true', true),
  done: () => finish('true'),
  failed: () => finish('exit 1'),
  cancelled: async () => (await client.tasks.cancel(await MAKE.pending())).id,
}

async function finish(content: string, requiresApproval = false): Promise<string> {
  const { id } = await runCommand(server, content, { requiresApproval })
  return (await ended(client, id)).id
}

interface Action {
  method: string
  suffix: string
  json?: unknown
  /** Where it is possible, and what it makes of the task; null: it is gone. */
  allowed: Partial<Record<TaskStatus, TaskStatus | null>>
}

const post = (suffix: string, allowed: Action['allowed'], json?: unknown): Action => ({
  method: 'POST',
  suffix,
  allowed,
  json,
})

const ACTIONS: Record<string, Action> = {
  run: post('/run', { pending: 'running' }),
  cancel: post('/cancel', { pending: 'cancelled', running: 'cancelled' }),
  approve: post('/review', { review: 'done' }, { decision: 'approve' }),
  reject: post('/review', { review: 'failed' }, { decision: 'reject' }),
  delete: { method: 'DELETE', suffix: '', allowed: { done: null, failed: null, cancelled: null } },
}

for (const [name, { method, suffix, json, allowed }] of Object.entries(ACTIONS)) {
  for (const status of Object.keys(MAKE) as TaskStatus[]) {
    const ask = async (id: string) =>
      await server.request(`/api/mission-control/tasks/${id}${suffix}`, { method, json })
    const becomes = allowed[status]

    if (becomes === undefined) {
      test(`${name} of a task that is ${status}: 409, and nothing changes`, async () => {
        const id = await MAKE[status]()
        const [before, { cursor }] = [
          await client.tasks.get(id),
          await client.tasks.getWithCursor(id),
        ]
        assert.equal(before.status, status)
        const { detail } = await assertProblem(await ask(id), 'status_conflict')
        assert.match(detail, new RegExp(`it is (in )?${status}`))
        const after = await client.tasks.get(id)
        assert.deepEqual({ ...after, waiting: null }, { ...before, waiting: null })
        const since = await client.activity.list({ after: cursor ?? 0, taskId: id })
        assert.deepEqual(since, [])
        if (status === 'running') await client.tasks.cancel(id)
      })
    } else {
      test(`${name} of a task that is ${status} ${becomes ? `makes it ${becomes}` : 'removes it'}`, async () => {
        const id = await MAKE[status]()
        const answer = await ask(id)
        assert.ok(answer.ok)
        if (becomes === null) {
          await assertProblem(await ask(id), 'task_not_found')
          return
        }
        const { status: now } =
          becomes === 'running' ? await client.tasks.get(id) : await ended(client, id)
        if (name === 'run') assert.ok(now === 'running' || now === 'done')
        else assert.equal(now, becomes)
      })
    }
  }
}
