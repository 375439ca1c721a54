/**
 * Runs the tests with servers that store on PostgreSQL: the one of MISSION_CONTROL_TEST_POSTGRES, or one
 * that is started for it. Takes what `npm test` takes; without names it runs all scenarios but that
 * of a full disk, and the search with its index. What is about SQLite's file within the others stays on it.
 *
 * With MISSION_CONTROL_TEST_NATS=on the servers are replicas, too.
 *
 *   npm run test:engines [-- e2e/scenarios/tasks.test.ts]
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { NATS, POSTGRES } from '../setup/engine.ts'
import { startNats } from '../setup/nats.ts'
import { startPostgres } from '../setup/postgres.ts'
import { within } from '../setup/within.ts'

/** A full disk below SQLite's file: all of it is about that file. */
const OF_SQLITE = 'full-disk.test.ts'

const SCENARIOS = join(import.meta.dirname, '../scenarios')
const SEARCH = join(import.meta.dirname, '../../packages/server/test/search.test.ts')
const SUITE = join(import.meta.dirname, '../../scripts/suite/main.ts')

const given = process.argv.slice(2)
const all = readdirSync(SCENARIOS).filter((name) => name.endsWith('.test.ts') && name !== OF_SQLITE)
const isNamed = given.some((word) => word.includes('.test.ts'))
const names = isNamed ? [] : [...all.map((name) => join(SCENARIOS, name)), SEARCH]

process.exitCode = await within(async (scope) => {
  const url = POSTGRES ?? (await startPostgres(scope)).url
  console.log(`The servers store on PostgreSQL at ${new URL(url).host}.`)
  const nats = NATS === 'on' ? (await startNats(scope)).url : NATS
  if (nats) console.log(`They are replicas, by NATS at ${new URL(nats).host}.`)
  const suite = spawn(process.execPath, [SUITE, ...given, ...names], {
    stdio: 'inherit',
    env: {
      ...process.env,
      MISSION_CONTROL_TEST_POSTGRES: url,
      ...(nats && { MISSION_CONTROL_TEST_NATS: nats }),
    },
  })
  const [code] = await once(suite, 'close')
  return code ?? 1
})
