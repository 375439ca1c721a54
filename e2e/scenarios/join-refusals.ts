/** Part of join.test.ts: what keeps a machine from joining is told in words, and leaves nothing half-done. */
import assert from 'node:assert/strict'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryFolder } from '../setup/folder.ts'
import { runScript } from '../setup/join-script.ts'
import { startMachine } from '../setup/machine.ts'
import type { TestServer } from '../setup/server.ts'
import { finishCommand } from '../setup/tasks.ts'

export function testRefusals({ client, url }: TestServer): void {
  const { joinTokens } = client.desktops
  const usesOf = async (id: string) =>
    (await joinTokens.list()).find((token) => token.id === id)?.used

  test('a disk that is full is told, before or while something is fetched, and is left as it was', async (t) => {
    const machine = await startMachine(t, { small: '16m' })
    const { id, command } = await joinTokens.create()
    const line = `${command} --dir /small/mc`
    const before = await machine.run(line)
    assert.match(before.output, /\/small\/mc needs \d+ MiB, and its disk has \d+ MiB left/)
    // Nobody can say any more how much is left.
    rmSync(join(machine.root, 'bin/df'))
    const amid = await machine.run(line)
    assert.match(amid.output, /could not be (fetched|unpacked)/)
    assert.deepEqual([before.code, amid.code], [1, 1])
    assert.equal((await machine.run('ls -A /small')).output, '')
    assert.equal(await usesOf(id), 0)
  })

  test('of two machines at once with one token one joins, and the other is told', async (t) => {
    const { id, token } = await joinTokens.create()
    const both = await Promise.all([
      runScript(t, { url, args: [token] }),
      runScript(t, { url, args: [token] }),
    ])
    assert.deepEqual(both.map(({ status }) => status).toSorted(), [0, 1])
    const other = both.find(({ status }) => status === 1)!
    assert.match(other.stderr, /was for one machine[\s\S]*Nothing was left in/)
    assert.equal(existsSync(other.folder), false)
    assert.equal(await usesOf(id), 1)
  })

  test('a line that is pasted twice at once on a machine joins it once, and both say so', async (t) => {
    const { id, token } = await joinTokens.create()
    const folder = join(temporaryFolder(t), 'mc')
    const both = await Promise.all([
      runScript(t, { url, args: [token], folder }),
      runScript(t, { url, args: [token], folder }),
    ])
    const said = both.map(({ stdout, stderr }) => /This machine is .*/.exec(stdout)?.[0] ?? stderr)
    assert.equal(said[0], said[1])
    assert.equal(await usesOf(id), 1)
    const [desktopId = ''] = /desktop_\w+/.exec(said[0]!) ?? []
    assert.equal((await finishCommand({ client, desktopId }, 'true')).status, 'done')
  })
}
