/**
 * Runs the tests with servers that store on PostgreSQL: the one of MISSION_CONTROL_TEST_POSTGRES, or one
 * that is started for it. Takes what `npm test` takes.
 *
 *   npm run test:engines [-- e2e/scenarios/tasks.test.ts]
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { POSTGRES } from '../setup/engine.ts'
import { startPostgres } from '../setup/postgres.ts'

const SUITE = join(import.meta.dirname, '../../scripts/suite/main.ts')

const cleanups: (() => void | Promise<void>)[] = []
const scope = { after: (cleanup: () => void | Promise<void>) => cleanups.push(cleanup) }
const url = POSTGRES ?? (await startPostgres(scope)).url
console.log(`The servers store on PostgreSQL at ${new URL(url).host}.`)
const suite = spawn(process.execPath, [SUITE, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, MISSION_CONTROL_TEST_POSTGRES: url },
})
const [code] = await once(suite, 'close')
for (const cleanup of cleanups.reverse()) await cleanup()
process.exitCode = code ?? 1
