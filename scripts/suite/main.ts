/**
 * Runs the tests: all of them, or those of the files, folders and patterns given.
 * The last line is `N passed, N failed`; the exit code is 0 only if something ran and nothing failed.
 *
 *   npm test [-- [--seed N] [--concurrency N] packages/client e2e/scenarios/main-job.test.ts]
 *   npm run test:all
 *
 * Without names, `npm test` takes some files of each family of long ones (`families.ts`), and a sample
 * of the tables whose rows take seconds each; `test:all` runs all. A file that is named always runs, whole
 * unless `--seed` says which sample of it.
 */
import { availableParallelism } from 'node:os'
import { relative } from 'node:path'
import { PassThrough } from 'node:stream'
import { finished } from 'node:stream/promises'
import { spec } from 'node:test/reporters'
import { parseArgs } from 'node:util'
import { needsNothing, ofDay, ROOT, testFiles } from './files.ts'
import { IdleShare } from './idle.ts'
import { runInPool } from './pool.ts'
import { prepareFor } from './prepare.ts'
import { runFile } from './run-file.ts'
import { chooseSeed } from './sample.ts'
import { Tally } from './tally.ts'

/** With less of the processors' time to spare, another file would only slow down the others. */
const ROOM = 0.15
/** A file that has just begun takes a processor for about so long before it waits for anything, in ms. */
const LOOK_EVERY = 500
const SLOWEST_TOLD = 10

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    all: { type: 'boolean', default: false },
    seed: { type: 'string' },
    /** Files at a time, whatever the processors do. */
    concurrency: { type: 'string' },
  },
})

const wanted = testFiles(positionals)
const isWhole = values.all || (positionals.length > 0 && values.seed === undefined)
const seed = chooseSeed(isWhole ? 'all' : values.seed)
const files = positionals.length > 0 || seed === null ? wanted : ofDay(wanted, seed)
console.log(extent())

const stopped = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => stopped.abort()) // Ends the test processes as well.
}

const tally = new Tally(files)
const events = new PassThrough({ objectMode: true })
const report = events.pipe(new spec())
report.pipe(process.stdout, { end: false })

const begun = performance.now()
const times: { file: string; seconds: number }[] = []
const idle = new IdleShare()
const least = Number(values.concurrency ?? availableParallelism())
const left = new Set(files)
const jobsFor = (chosen: Iterable<string>) =>
  Array.from(chosen, (file) => async () => {
    left.delete(file)
    const from = performance.now()
    // Told as one piece: the report reads a file's events in their order.
    for (const event of await runFile(file, ROOT, stopped.signal)) {
      tally.add(event)
      events.write(event)
    }
    times.push({ file: relative(ROOT, file), seconds: secondsSince(from) })
  })
// What is built first takes one processor, and the others run what doesn't need it.
const prepared = new AbortController()
const others = Math.max(1, least - 1)
const [isBuilt] = await Promise.all([
  prepareFor(files).finally(() => prepared.abort()),
  runInPool(jobsFor(files.filter(needsNothing)), {
    least: others,
    most: others,
    hasRoom: () => false,
    every: LOOK_EVERY,
    signal: AbortSignal.any([stopped.signal, prepared.signal]),
  }),
])
await runInPool(jobsFor(left), {
  least,
  most: values.concurrency === undefined ? 4 * least : least,
  hasRoom: () => idle.look() > ROOM,
  every: LOOK_EVERY,
  signal: stopped.signal,
})
events.end()
await finished(report)

for (const { file, seconds } of slowest())
  console.log(`${seconds.toFixed(1).padStart(6)} s ${file}`)
for (const line of tally.close()) console.log(line)
if (!isBuilt) {
  tally.failed++
  console.log('The dashboard or the programs could not be built: see above.')
}
for (const name of positionals.filter((each) => testFiles([each]).length === 0))
  console.log(`${name}: expected a test file, or a folder or pattern that has some, got none.`)
if (stopped.signal.aborted) console.log('Stopped before the end.')
console.log(`${extent()} It took ${secondsSince(begun).toFixed(0)} s.`)
console.log(`${tally.passed} passed, ${tally.failed} failed`)
process.exitCode = tally.failed > 0 || tally.passed === 0 || stopped.signal.aborted ? 1 : 0

/** How much of the tests this is, and how to have the same again, or all. */
function extent(): string {
  if (seed === null) return `${files.length} files, every row of every table.`
  const share = files.length < wanted.length ? ` of ${wanted.length}` : ''
  return `${files.length}${share} files, some rows of long tables; the same again with --seed ${seed}, all with npm run test:all.`
}

function secondsSince(from: number): number {
  return (performance.now() - from) / 1000
}

function slowest(): typeof times {
  return times.toSorted((a, b) => b.seconds - a.seconds).slice(0, SLOWEST_TOLD)
}
