import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { wholeFile } from '../setup/cleanup.ts'
import { ModelServer } from '../setup/model/model-server.ts'
import { calls, says } from '../setup/model/replies.ts'
import { openPermissions } from '../setup/permissions.ts'
import { freePort } from '../setup/port.ts'
import { childrenOf, isAlive } from '../setup/process-table.ts'
import { runPrompt, transcriptOf } from '../setup/prompts.ts'
import { startDesktop, startRunner } from '../setup/runner.ts'
import { startServer, type TestServer } from '../setup/server.ts'
import { ended } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const model = await ModelServer.start(wholeFile)
const environment = model.environment('builtin')

/** A prompt whose agent waits for a person before it runs its one command. */
async function ask(server: Pick<TestServer, 'client' | 'desktopId'>) {
  await server.client.desktops.setPermissionRules(server.desktopId, [
    { tool: 'shell', decision: 'ask' },
  ])
  model.script = [calls({ name: 'shell', input: { command: 'echo x >> ran' } }), says('Done.')]
  const { id } = await runPrompt(server, 'Do it.')
  const [approval] = await openPermissions(server, id)
  return { taskId: id, approvalId: approval!.id }
}

type Asked = Awaited<ReturnType<typeof ask>>

/** The same request is still open, and once allowed, its command runs once. */
async function allow(server: TestServer, { taskId, approvalId }: Asked) {
  const [open] = await openPermissions(server, taskId)
  assert.equal(open?.id, approvalId)
  await server.client.approvals.resolve(approvalId, { decision: 'approve' })
  await assertRan(server, taskId)
}

async function assertRan({ client, workDir }: TestServer, taskId: string) {
  const after = await ended(client, taskId)
  assert.deepEqual([after.status, after.result], ['done', 'Done.'])
  assert.equal(readFileSync(join(workDir, 'ran'), 'utf8'), 'x\n')
  const states = (await transcriptOf(client, taskId)).flatMap((record) =>
    record.type === 'permission' ? [record.state] : [],
  )
  assert.deepEqual(states, ['asked', 'allowed'])
  const created = await client.activity.list({ taskId, type: 'approval.created' })
  assert.equal(created.length, 1)
}

async function killRunner({ program }: TestServer) {
  const [runner] = childrenOf(program.pid, '--until-stdin-ends')
  process.kill(runner!, 'SIGKILL')
  await waitFor('it to be gone', () => !isAlive(runner!))
}

test('the question stays while the server is killed with -9 and started again', async (t) => {
  const first = await startServer(t, environment)
  const asked = await ask(first)
  first.program.child.kill('SIGKILL')
  await first.program.exited
  await allow(await startServer(t, environment, first.dataDir), asked)
})

test('the question stays while the runner is killed with -9 and started again', async (t) => {
  const server = await startServer(t, environment)
  const asked = await ask(server)
  await killRunner(server)
  await allow(server, asked)
})

/** A further desktop, whose runner can be away while the server is there. */
async function startAway(t: TestContext) {
  const server = await startServer(t, {
    PORT: await freePort(),
    MISSION_CONTROL_LOCAL_DESKTOP: 'off',
  })
  const { desktop, dir, program } = await startDesktop(t, server, 'away', environment)
  const there = { ...server, desktopId: desktop.id, workDir: join(dir, 'work') }
  const asked = await ask(there)
  program.child.kill('SIGKILL')
  await program.exited
  const comeBack = () => startRunner(t, server.url, dir, desktop.credential, environment)
  return { there, asked, comeBack }
}

test('an answer that is given while the desktop is away reaches the agent when it is back', async (t) => {
  const { there, asked, comeBack } = await startAway(t)
  await there.client.approvals.resolve(asked.approvalId, { decision: 'approve' })
  await comeBack()
  await assertRan(there, asked.taskId)
})

test('a rule that is made while the desktop is away answers it when it is back', async (t) => {
  const { there, asked, comeBack } = await startAway(t)
  const never = { tool: 'shell', pattern: 'echo *', decision: 'never' } as const
  await there.client.desktops.setPermissionRules(there.desktopId, [never])
  await comeBack()
  assert.equal((await ended(there.client, asked.taskId)).status, 'done')
  assert.ok(!existsSync(join(there.workDir, 'ran')))
})

test('with the keeper the agent is gone: the request is expired, the task has failed', async (t) => {
  const server = await startServer(t, environment)
  const { taskId, approvalId } = await ask(server)
  const pidFile = join(server.dataDir, 'desktops', server.desktopId, 'keeper.pid')
  process.kill(JSON.parse(readFileSync(pidFile, 'utf8')).pid, 'SIGKILL')
  const after = await ended(server.client, taskId)
  assert.deepEqual([after.status, after.error?.code], ['failed', 'keeper_lost'])
  await openPermissions(server, taskId, 0)
  const answer = server.client.approvals.resolve(approvalId, { decision: 'approve' })
  await assert.rejects(answer, { status: 409 })
  const [event] = await server.client.activity.list({ taskId, type: 'approval.resolved' })
  assert.ok(event?.type === 'approval.resolved')
  assert.equal(event.payload.status, 'expired')
})
