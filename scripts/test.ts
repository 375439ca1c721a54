/**
 * Runs the tests: all of them, or those of the files, folders and patterns given.
 * The last line is `N passed, N failed`; the exit code is 0 only if something ran and nothing failed.
 *
 *   npm test [-- [--concurrency=2] packages/client e2e/scenarios/main-job.test.ts]
 */
import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { finished } from 'node:stream/promises'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { parseArgs } from 'node:util'
import { Tally } from './tally.ts'

const root = resolve(import.meta.dirname, '..')
const EVERYTHING = ['packages/*/test', 'model/test', 'e2e']

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    // Files at a time: the end-to-end ones start several processes each.
    concurrency: { type: 'string', default: '2' },
  },
})

const wanted = positionals.length > 0 ? positionals : EVERYTHING
const files = globSync(
  wanted.flatMap((pattern) => [pattern, `${pattern}/**/*.test.ts`]),
  { cwd: root, exclude: ['**/node_modules'] },
)
  .filter((path) => path.endsWith('.test.ts'))
  .map((path) => resolve(root, path))
  .sort()

// A real server shows the dashboard as it is now, not as it was at the last start.
const isShown = files.some((file) => file.startsWith(resolve(root, 'e2e')))
const shown = !isShown || succeeds('sh', 'scripts/dashboard.sh', process.execPath)

// Once, before the files that would all look for it.
if (files.some(usesBrowser)) process.env.CHROMIUM = outputOf('sh', 'scripts/browser.sh')

const stopped = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => stopped.abort()) // Ends the test processes as well.
}

const tally = new Tally(files)
const events = run({
  files,
  cwd: root,
  concurrency: Number(values.concurrency),
  signal: stopped.signal,
  // A test whose promise never settles would be waited for without end: name it instead.
  execArgv: ['--test-timeout=120000'],
  // Milliseconds for a whole file, where even that doesn't help.
  timeout: 900_000,
})
events.on('data', (event) => tally.add(event))

const report = events.compose(new spec())
report.pipe(process.stdout, { end: false })
await finished(report)

for (const line of tally.close()) console.log(line)
if (!shown) {
  tally.failed++
  console.log('The dashboard could not be built: see above.')
}
if (stopped.signal.aborted) console.log('Stopped before the end.')
console.log(`${tally.passed} passed, ${tally.failed} failed`)
process.exitCode = tally.failed > 0 || tally.passed === 0 || stopped.signal.aborted ? 1 : 0

function succeeds(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status === 0
}

/** Empty where it fails, which it has said then. */
function outputOf(command: string, ...args: string[]): string {
  const { stdout } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  })
  return stdout.trim()
}

function usesBrowser(file: string): boolean {
  return readFileSync(file, 'utf8').includes("/setup/chromium.ts'")
}
