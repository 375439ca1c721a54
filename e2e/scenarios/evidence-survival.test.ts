import assert from 'node:assert/strict'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { wholeFile } from '../setup/cleanup.ts'
import { ModelServer } from '../setup/model/model-server.ts'
import { calls, says } from '../setup/model/replies.ts'
import { runPrompt } from '../setup/prompts.ts'
import { startDesktop, startRunner } from '../setup/runner.ts'
import { startServer, type TestServer } from '../setup/server.ts'
import { ended, untilThere } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const model = await ModelServer.start(wholeFile)
const environment = model.environment('builtin')

const shell = (command: string) => calls({ name: 'shell', input: { command } })

/** A prompt in whose middle the agent waits for the file `go-on`. */
async function begin(where: Pick<TestServer, 'client' | 'desktopId'>, workDir: string) {
  const work = `echo made > made; ${untilThere('go-on')}`
  model.script = [shell(work), shell('exit 6'), says('Done.')]
  const { id } = await runPrompt(where, 'Work.', { requiresApproval: true })
  await waitFor('the work to have begun', () => existsSync(join(workDir, 'made')))
  const expected = [
    ['go-on', 'made'],
    [
      { command: work, exitCode: 0, denied: null },
      { command: 'exit 6', exitCode: 6, denied: null },
    ],
  ]
  return { id, expected }
}

/** Lets the agent come to its end, while nobody is there to hear of it. */
async function finishUnheard(workDir: string): Promise<void> {
  writeFileSync(join(workDir, 'go-on'), '')
  const runs = join(workDir, '../runs')
  await waitFor('the agent to be done', () =>
    readdirSync(runs).some((name) => name.endsWith('.evidence')),
  )
}

async function told({ client }: TestServer, id: string) {
  assert.equal((await ended(client, id)).status, 'review')
  const { files, commands } = await client.tasks.evidence(id)
  return [files?.map(({ path }) => path), commands]
}

test('evidence arrives although the server was killed with -9 before the end', async (t) => {
  const first = await startServer(t, environment)
  const { id, expected } = await begin(first, first.workDir)
  first.program.child.kill('SIGKILL')
  await first.program.exited
  await finishUnheard(first.workDir)
  const second = await startServer(t, environment, first.dataDir)
  assert.deepEqual(await told(second, id), expected)
})

test('evidence arrives although the runner was killed with -9 before the end, and is kept', async (t) => {
  const server = await startServer(t, { MISSION_CONTROL_LOCAL_DESKTOP: 'off' })
  const runner = await startDesktop(t, server, 'other', environment)
  const { dir, desktop } = runner
  const where = { client: server.client, desktopId: desktop.id }
  const { id, expected } = await begin(where, join(dir, 'work'))
  runner.program.child.kill('SIGKILL')
  await runner.program.exited
  await finishUnheard(join(dir, 'work'))
  await startRunner(t, server.url, dir, desktop.credential, environment)
  assert.deepEqual(await told(server, id), expected)

  await server.stop()
  const again = await startServer(t, { MISSION_CONTROL_LOCAL_DESKTOP: 'off' }, server.dataDir)
  assert.deepEqual(await told(again, id), expected)
})
