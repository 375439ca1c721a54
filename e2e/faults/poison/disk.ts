import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Scope } from '../../setup/cleanup.ts'
import { POSTGRES } from '../../setup/engine.ts'
import { temporaryFolder } from '../../setup/folder.ts'
import { ended, outputOf } from '../../setup/tasks.ts'
import { preload } from '../harness/native.ts'
import type { Site } from '../harness/site.ts'
import type { Poison } from './poison.ts'

let disk = ''

/** For a server whose disk is to fail on demand. */
export function preloadDisk(scope: Scope): NodeJS.ProcessEnv {
  disk = join(temporaryFolder(scope), 'disk')
  return { LD_PRELOAD: preload('disk'), FAULTS_DIR: tmpdir(), FAULTS_DISK: disk }
}

/** While the server's disk fails nothing is promised; afterwards it works as before. */
function serverDisk(word: 'ENOSPC' | 'EIO'): Poison {
  return async ({ server, client, desktop }) => {
    const create = () => {
      const json = { type: 'command', content: 'true', desktopId: desktop.id }
      return server.request('/api/mission-control/tasks', { method: 'POST', json })
    }
    const before = (await client.tasks.list()).length
    writeFileSync(disk, word)
    const answers = await Promise.all([create(), create(), create()])
    for (const answer of answers) {
      const problem = (await answer.json()) as { code: string; detail: string }
      assert.equal(answer.status, 507, `while the disk says ${word}`)
      assert.equal(problem.code, 'insufficient_storage')
      assert.ok(problem.detail.includes(server.dataDir), problem.detail)
    }
    assert.equal((await client.tasks.list()).length, before)
    rmSync(disk)
    const answer = await create()
    assert.equal(answer.status, 201)
    assert.equal((await client.tasks.list()).length, before + 1)
  }
}

/**
 * A command's output that the desktop's disk doesn't take is marked as missing, or the task fails where
 * there is no place for the mark; the next one's is whole.
 */
async function desktopDisk(site: Site): Promise<void> {
  const { client, desktop, keeper } = site
  const run = async (bytes: number) => {
    const content = `head -c ${bytes} /dev/zero | tr '\\0' x`
    const task = await client.tasks.create({ type: 'command', content, desktopId: desktop.id })
    await client.tasks.run(task.id)
    return await ended(client, task.id)
  }
  const limit = (bytes: string) => execFileSync('prlimit', [`--pid=${keeper}`, `--fsize=${bytes}`])
  limit('500000:')
  const full = await run(1_000_000)
  limit('unlimited:')
  if (full.status === 'done') {
    assert.equal(full.exitCode, 0)
    const marker = (await client.tasks.output(full.id)).find(({ stream }) => stream === 'system')
    assert.match(marker?.data ?? '', /could not be stored/)
  } else {
    assert.equal(full.error?.code, 'output_lost')
    assert.match(full.error.message, /could not be stored.* exited with code 0/)
  }
  assert.ok((await outputOf(client, full.id)).length <= 600_000)
  const whole = await run(1_000_000)
  assert.equal((await outputOf(client, whole.id)).length, 1_000_000)
}

export const diskPoisons: Record<string, Poison> = {
  // With PostgreSQL what is stored is on its disk, not on the server's.
  ...(POSTGRES === undefined && {
    "a full disk at the server's": serverDisk('ENOSPC'),
    'a disk that cannot sync': serverDisk('EIO'),
  }),
  "a full disk at the desktop's": desktopDisk,
}
