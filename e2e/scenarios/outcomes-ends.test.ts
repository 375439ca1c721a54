import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Task } from '@mission-control/protocol'
import { wholeFile } from '../setup/cleanup.ts'
import { processesOf } from '../setup/process-table.ts'
import { startServer } from '../setup/server.ts'
import { ended, finishCommand, outputOf, runCommand, untilThere } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const server = await startServer(wholeFile)
const { client, workDir } = server
const at = (name: string) => join(workDir, name)

const outcome = ({ status, exitCode, error }: Task) => ({
  status,
  exitCode,
  error: error?.code ?? null,
})

test('exit code 0 is done', async () => {
  const task = await finishCommand(server, 'exit 0')
  assert.deepEqual(outcome(task), { status: 'done', exitCode: 0, error: null })
})

for (const [code, command] of [
  [1, 'false'],
  [3, 'exit 3'],
  [255, 'exit 255'],
  [127, 'no-such-command'],
  [126, 'echo true > not-executable; ./not-executable'],
] as const) {
  test(`exit code ${code} is failed, with the code`, async () => {
    const task = await finishCommand(server, command)
    assert.deepEqual(outcome(task), { status: 'failed', exitCode: code, error: 'exit_nonzero' })
    assert.match(task.error!.message, new RegExp(`\\b${code}\\b`))
  })
}

test('what the shell says about a command that it cannot find is in the output', async () => {
  const task = await finishCommand(server, 'no-such-command')
  assert.match(`${await outputOf(client, task.id)}`, /no-such-command.*not found/)
})

for (const signal of ['KILL', 'TERM', 'SEGV']) {
  test(`a command that SIG${signal} ends is failed, and has no exit code`, async () => {
    const task = await finishCommand(server, `echo before; kill -${signal} $$; echo after`)
    assert.deepEqual(outcome(task), { status: 'failed', exitCode: null, error: 'signaled' })
    assert.match(task.error!.message, new RegExp(`SIG${signal}`))
    assert.equal(`${await outputOf(client, task.id)}`, 'before\n')
  })
}

test('a command with Windows line ends is run as it is, and its failure names them', async () => {
  const task = await finishCommand(server, 'cd /tmp\r\nno-such-command\r\n')
  assert.deepEqual(outcome(task), { status: 'failed', exitCode: 127, error: 'exit_nonzero' })
  assert.equal(task.content, 'cd /tmp\r\nno-such-command\r\n')
  assert.match(task.error!.message, /code 127\..*Windows line ends \(CRLF\)/)
})

test('a child that a signal has killed is told as killed, and not as a report of the command', async () => {
  const task = await finishCommand(server, 'sh -c "kill -KILL \\$\\$"; exit $?')
  assert.equal(task.exitCode, 137)
  assert.match(task.error!.message, /signal 9 \(KILL\).*out of memory/)
  assert.doesNotMatch(task.error!.message, /itself reported/)
})

test('a child that a signal ends is its parent’s affair', async () => {
  const task = await finishCommand(server, 'sh -c "kill -KILL \\$\\$" || exit 0')
  assert.deepEqual(outcome(task), { status: 'done', exitCode: 0, error: null })
})

test('there is nothing to read on standard input: it ends at once', async () => {
  const task = await finishCommand(server, 'cat; echo "cat has ended"')
  assert.equal(task.status, 'done')
  assert.equal(`${await outputOf(client, task.id)}`, 'cat has ended\n')
})

test('a command that closes its streams goes on, and ends when its process does', async () => {
  const task = await runCommand(
    server,
    `echo open; exec >&- 2>&-; touch closed; ${untilThere('go-on')}; touch went-on; exit 4`,
  )
  await waitFor('the streams to be closed', () => existsSync(at('closed')))
  await waitFor('its output', async () => (await outputOf(client, task.id)).length > 0)
  assert.equal((await client.tasks.get(task.id)).status, 'running')
  assert.ok(!existsSync(at('went-on')))

  writeFileSync(at('go-on'), '')
  const after = await ended(client, task.id)
  assert.deepEqual(outcome(after), { status: 'failed', exitCode: 4, error: 'exit_nonzero' })
  assert.ok(existsSync(at('went-on')))
  assert.equal(`${await outputOf(client, task.id)}`, 'open\n')
})

/** Leaves a child that prints after its parent has ended, and again when `child-go` is there. */
const BACKGROUND = `parent=$$
   (while kill -0 $parent 2>/dev/null; do sleep 0.01; done
    echo soon
    ${untilThere('child-go')}
    echo late; echo late >&2
    echo "late $?" > child-lived-on) &
   echo parent`

test('a background child outlives its parent: what it prints at once is kept, what comes later is not', async () => {
  const task = await finishCommand(server, BACKGROUND)
  assert.deepEqual(outcome(task), { status: 'done', exitCode: 0, error: null })
  assert.equal(`${await outputOf(client, task.id)}`, 'parent\nsoon\n')
  assert.notEqual(processesOf(task.id).length, 0)

  writeFileSync(at('child-go'), '')
  await waitFor('the child to go on', () => existsSync(at('child-lived-on')))
  await waitFor('the child to end', () => processesOf(task.id).length === 0)
  assert.equal(readFileSync(at('child-lived-on'), 'utf8'), 'late 0\n')
  assert.equal(`${await outputOf(client, task.id)}`, 'parent\nsoon\n')
})

test('a background child that has let go of the streams holds nothing up', async () => {
  const task = await finishCommand(
    server,
    `(${untilThere('free-go')}; touch free-lived-on) >/dev/null 2>&1 & exit 6`,
  )
  assert.equal(task.exitCode, 6)
  assert.notEqual(processesOf(task.id).length, 0)
  writeFileSync(at('free-go'), '')
  await waitFor('the child to go on', () => existsSync(at('free-lived-on')))
})
