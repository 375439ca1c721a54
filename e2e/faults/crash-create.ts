import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { ConnectionError } from '@mission-control/client'
import type { Scope } from '../setup/cleanup.ts'
import { ON_SQLITE } from '../setup/engine.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { startServer, type TestServer } from '../setup/server.ts'
import { readRecords, writeImage } from './harness/disk-image.ts'
import type { Fault } from './harness/fault.ts'
import { preload } from './harness/native.ts'
import type { Random } from './harness/random.ts'

const WRITERS = 8
/** What is recorded are the writes of SQLite; crash-create-engines is the same on PostgreSQL. */
const ENVIRONMENT = {
  MISSION_CONTROL_LOCAL_DESKTOP: 'off',
  MISSION_CONTROL_RATE_LIMIT: '0',
  ...ON_SQLITE,
}

/** A create that was asked for: `log` is how much was recorded when its 201 was here, if it came. */
interface Asked {
  content: string
  log: number | null
}

export const crashCreate: Fault = {
  title:
    'with the server killed under 8 writers, and on a disk that has only what was synced, every 201 is there once',
  rounds: { full: 200, short: 1 },
  async prepare() {
    const library = preload('disk')
    return async (random, scope) => {
      const dataDir = temporaryFolder(scope)
      const log = join(temporaryFolder(scope), 'log')
      const recorded = { LD_PRELOAD: library, FAULTS_DIR: dataDir, FAULTS_LOG: log }
      const server = await startServer(scope, { ...ENVIRONMENT, ...recorded }, dataDir)
      const asked = await writeUntilKilled(server, random, () => statSync(log).size)

      await judgeFolder(scope, dataDir, asked)

      const records = readRecords(log)
      const first = asked.find(({ log }) => log !== null)?.log ?? 0
      const since = records.findIndex(({ end }) => end >= first)
      const kept = records.slice(0, random.between(Math.max(since, 0), records.length - 1) + 1)
      const image = temporaryFolder(scope)
      writeImage(kept, dataDir, image, random)
      const { end } = kept.at(-1)!
      await judgeFolder(scope, image, asked, ({ log }) => log !== null && log <= end)
    }
  },
}

async function writeUntilKilled(
  { client, program }: TestServer,
  random: Random,
  recorded: () => number,
): Promise<Asked[]> {
  const { id: desktopId } = await client.desktops.create({ name: 'nobody' })
  const asked: Asked[] = []
  const write = async () => {
    for (;;) {
      const one: Asked = { content: `task ${asked.length}`, log: null }
      asked.push(one)
      await client.tasks.create(
        { type: 'command', content: one.content, desktopId },
        { retries: 0 },
      )
      one.log = recorded()
    }
  }
  const writers = Promise.allSettled(Array.from({ length: WRITERS }, write))
  await sleep(random.between(20, 400))
  program.child.kill('SIGKILL')
  await program.exited
  for (const { reason } of (await writers) as PromiseRejectedResult[]) {
    assert.ok(reason instanceof ConnectionError, `${reason}`)
  }
  return asked
}

/** A server on the folder tells every task whose 201 was here, none twice, and its database is sound. */
async function judgeFolder(
  scope: Scope,
  dataDir: string,
  asked: Asked[],
  isPromised = ({ log }: Asked) => log !== null,
): Promise<void> {
  const server = await startServer(scope, ENVIRONMENT, dataDir)
  const there = (await server.client.tasks.list()).map(({ content }) => content)
  await server.stop()
  const known = new Set(there)
  assert.equal(known.size, there.length, 'a task is there twice')
  const missing = asked.filter((one) => isPromised(one) && !known.has(one.content))
  assert.deepEqual(missing, [])
  const database = new DatabaseSync(join(dataDir, 'mission-control.db'), { readOnly: true })
  const sound = database.prepare('pragma integrity_check').all()
  database.close()
  assert.deepEqual(
    sound.map((row) => ({ ...row })),
    [{ integrity_check: 'ok' }],
  )
}
