import assert from 'node:assert/strict'
import { copyFileSync, existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { wholeFile } from '../setup/cleanup.ts'
import { ON_SQLITE } from '../setup/engine.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { startProgram } from '../setup/processes.ts'
import { startServer } from '../setup/server.ts'
import { finishCommand, outputOf } from '../setup/tasks.ts'

const server = await startServer(wholeFile, ON_SQLITE)
const { client, desktopId, dataDir } = server
const folder = temporaryFolder(wholeFile)

/** `mission-control backup FILE`: its exit code and what it says. */
async function backUp(t: Parameters<typeof startProgram>[0], file: string, env = {}) {
  const own = { MISSION_CONTROL_DATA_DIR: dataDir, ...ON_SQLITE, ...env }
  const program = startProgram(t, ['backup', file], own)
  return { code: await program.exited, said: program.stderr() }
}

test('a backup made under writes holds what was acknowledged before, and a server starts on it', async (t) => {
  const { id } = await finishCommand(server, 'head -c 300000 /dev/urandom')
  const output = await outputOf(client, id)
  const acknowledged: string[] = []
  let writing = true
  const writers = Array.from({ length: 4 }, async () => {
    while (writing) {
      const task = await client.tasks.create({ type: 'command', content: 'echo needle', desktopId })
      acknowledged.push(task.id)
    }
  })
  const before: string[][] = []
  const files = ['one.db', 'two.db', 'three.db'].map((name) => join(folder, name))
  for (const file of files) {
    before.push([...acknowledged])
    assert.deepEqual(await backUp(t, file), { code: 0, said: '' })
    assert.equal(statSync(file).mode & 0o777, 0o600)
    assert.equal(existsSync(`${file}.new`), false)
  }
  writing = false
  await Promise.all(writers)

  const home = temporaryFolder(t)
  copyFileSync(files[2] as string, join(home, 'mission-control.db'))
  const restored = await startServer(
    t,
    { ...ON_SQLITE, MISSION_CONTROL_LOCAL_DESKTOP: 'off' },
    home,
  )
  const expected = before[2] as string[]
  assert.ok(expected.length > (before[1] as string[]).length)
  for (const known of expected) await restored.client.tasks.get(known)
  assert.deepEqual(await outputOf(restored.client, id), output)
  const events = await restored.client.activity.list({ after: 0 })
  const now = await client.activity.list({ after: 0 })
  assert.deepEqual(events, now.slice(0, events.length))
})

test('a backup that cannot be made says why, and leaves every file as it was', async (t) => {
  const taken = join(folder, 'taken.db')
  assert.equal((await backUp(t, taken)).code, 0)
  const content = readFileSync(taken)
  for (const [file, env, words] of [
    [taken, {}, /taken\.db is there already/],
    [join(folder, 'nowhere', 'x.db'), {}, /could not be made: ENOENT/],
    [join(folder, 'x.db'), { MISSION_CONTROL_DATA_DIR: folder }, /There is no Mission Control in/],
    [join(folder, 'x.db'), { DATABASE_URL: 'postgres://127.0.0.1/x' }, /pg_dump/],
  ] as const) {
    const { code, said } = await backUp(t, file, env)
    assert.equal(code, 1)
    assert.match(said, words)
  }
  assert.deepEqual(readFileSync(taken), content)
  assert.equal(existsSync(join(folder, 'x.db')), false)
})
