/** The three times of a task, judged against what the command itself wrote. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BareRunner } from '../setup/bare-runner.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { startServer } from '../setup/server.ts'
import { ended, finishCommand, outputOf, runCommand } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const server = await startServer(wholeFile, { MISSION_CONTROL_CONCURRENCY: '1' })
const { client } = server

const ms = (iso: string | null) => Date.parse(iso!)

test('queued, ran and waited for a decision are told apart, as the commands themselves tell them', async () => {
  const command = 'date +%s%3N; sleep 0.3; date +%s%3N'
  const tasks = []
  for (let i = 0; i < 3; i++) tasks.push(await runCommand(server, command))
  let before = 0
  for (const { id } of tasks) {
    const task = await ended(client, id)
    const [, last] = `${await outputOf(client, id)}`.trim().split('\n').map(Number)
    const [started, over] = [ms(task.processStartedAt), ms(task.processEndedAt)]
    // One at a time: nothing starts before the one before has written its last line.
    assert.ok(ms(task.startedAt) <= started && before <= started && started <= last!, id)
    assert.ok(last! <= over && over <= ms(task.completedAt), id)
    assert.deepEqual(
      [task.queuedMs, task.ranMs, task.waitedForReviewMs],
      [started - ms(task.startedAt), over - started, null],
    )
    before = last!
  }
  const mean = (await client.overview.get()).averageDurationMs24h!
  assert.ok(mean < before - ms(tasks[0]!.startedAt), `${mean}`)

  const gated = await finishCommand(server, 'true', { requiresApproval: true })
  assert.equal(gated.waitedForReviewMs, null)
  const done = await client.tasks.review(gated.id, { decision: 'approve' })
  assert.deepEqual(
    [done.waitedForReviewMs, done.ranMs],
    [ms(done.completedAt) - ms(gated.reviewStartedAt), gated.ranMs],
  )
})

test('the queue is counted by the server, up and down with its events', async () => {
  const blocker = await runCommand(server, 'sleep 1000')
  const waiting = await Promise.all([1, 2, 3].map(() => runCommand(server, 'true')))
  const queued = (count: number) =>
    waitFor(`${count} queued`, async () => (await client.overview.get()).queued === count)
  await queued(3)
  await client.tasks.cancel(waiting[0]!.id)
  await queued(2)
  await client.tasks.cancel(blocker.id)
  await queued(0)
  const counted = (await client.activity.list({ after: 0, limit: 1000 })).reduce((sum, entry) => {
    if (!entry.type.startsWith('task.')) return sum
    const { waiting, wasQueued } = entry.payload as { waiting?: string; wasQueued?: boolean }
    const begins = waiting !== undefined && ['task.queued', 'task.started'].includes(entry.type)
    return sum + (begins ? 1 : 0) - (wasQueued ? 1 : 0)
  }, 0)
  assert.equal(counted, 0)
})

/** The desktop's clock against ours in ms, the version it speaks, and whether it can be corrected. */
for (const [what, skew, version] of [
  ['an hour ahead', 3_600_000, 5],
  ['an hour behind', -3_600_000, 5],
  ['an hour ahead, of an older version', 3_600_000, 4],
  ['an hour behind, of an older version', -3_600_000, 4],
] as const) {
  test(`a desktop whose clock is ${what} makes no time wrong`, async (t) => {
    const desktop = await client.desktops.create({ name: what })
    const clock = () => Date.now() + skew
    const before = version >= 5 ? { clock: clock() } : {}
    const runner = await BareRunner.connect(t, server, desktop, version, undefined, before)
    const { id } = await runCommand({ client, desktopId: desktop.id }, 'true')
    const { runId } = await runner.hears('start')
    const at = clock()
    runner.says({ type: 'started', runId, at })
    runner.says({ type: 'ended', runId, at: at + 5, seq: 0, end: { kind: 'exited', exitCode: 0 } })
    const task = await ended(client, id)
    const moments = [task.startedAt, task.processStartedAt, task.processEndedAt, task.completedAt]
    assert.deepEqual(moments, moments.toSorted())
    assert.ok(task.queuedMs! >= 0 && task.ranMs! >= 0)
    assert.ok(task.queuedMs! + task.ranMs! <= ms(task.completedAt) - ms(task.startedAt))
  })
}
