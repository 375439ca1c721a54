import { parseArgs } from 'node:util'
import { before } from './before.ts'
import type { Bench, Options } from './bench.ts'
import { CURVES } from './growth.ts'
import { benches } from './registry.ts'
import { type Document, document, keep, otherLoad } from './report.ts'

const USAGE = `usage: npm run bench -- <id> [--rounds N] [--million] [--tasks N] [--output-gb N] [--curve NAME] [--checkout DIR] [--profile]

${benches.map(({ id, title }) => `  ${id.padEnd(18)}${title}`).join('\n')}
  ${'all'.padEnd(18)}all but before, one after another

  --rounds N   how often ours and the peer alternate; by default 5 to 11, fewer than 5 is a try
  --million    list-10k: also 50 of 1,000,000 tasks
  --tasks N, --output-gb N   search-1m: another scale than 1,000,000 tasks with 10 GB
  --curve NAME growth: only this one of ${CURVES.join(', ')}; a minute or two each
  --checkout DIR   before: the other checkout
  --profile    our processes write CPU profiles to bench/results/profile; figures don't count then
`

interface Request {
  chosen: Bench[]
  options: Options
  /** Where each bench's own number is not wanted. */
  rounds: number | undefined
}

/** What was asked for; throws, in words for the user, at what cannot be. */
function read(args: string[]): Request {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      rounds: { type: 'string' },
      tasks: { type: 'string' },
      'output-gb': { type: 'string' },
      curve: { type: 'string' },
      checkout: { type: 'string' },
      million: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
    },
  })
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds)
  if (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0)) {
    throw new Error(`--rounds: expected a whole number from 1 on, got ${values.rounds}`)
  }
  const chosen =
    positionals[0] === 'all' ? benches.filter(({ id }) => id !== before.id) : positionals.map(named)
  const tasks = values.tasks === undefined ? undefined : Number(values.tasks)
  if (tasks !== undefined && !(Number.isInteger(tasks) && tasks > 0)) {
    throw new Error(`--tasks: expected a whole number from 1 on, got ${values.tasks}`)
  }
  const gb = values['output-gb']
  const outputGb = gb === undefined ? undefined : Number(gb)
  if (outputGb !== undefined && !(outputGb > 0)) {
    throw new Error(`--output-gb: expected a number above 0, got ${gb}`)
  }
  const { million, profile, curve, checkout } = values
  if (curve !== undefined && !CURVES.includes(curve)) {
    throw new Error(`--curve: expected one of ${CURVES.join(', ')}, got ${curve}`)
  }
  return { chosen, rounds, options: { million, profile, tasks, outputGb, curve, checkout } }
}

function named(id: string): Bench {
  const bench = benches.find((candidate) => candidate.id === id)
  if (bench) return bench
  throw new Error(`Unknown bench ${id}: expected ${benches.map((b) => b.id).join(', ')} or all`)
}

/** Runs them in turn; one that cannot be measured doesn't keep the others from it. */
async function run({ chosen, options, rounds }: Request): Promise<void> {
  const reports: Document[] = []
  for (const bench of chosen) {
    const context = { ...options, rounds: rounds ?? bench.rounds, signal: stopped.signal, say }
    say(`${bench.id}: ${bench.title}`)
    try {
      const loadBefore = otherLoad()
      const report = document(bench.id, loadBefore, await bench.run(context))
      say(`kept in ${keep(report)}`)
      reports.push(report)
    } catch (error) {
      stopped.signal.throwIfAborted()
      fail(`${bench.id} could not be measured`, error)
    }
  }
  const [only] = reports
  const printed = chosen.length === 1 ? only : reports
  if (printed) process.stdout.write(`${JSON.stringify(printed, null, 2)}\n`)
}

function fail(what: string, error: unknown): void {
  // What went wrong while all was put away says nothing of why.
  const first = error instanceof SuppressedError ? firstOf(error) : error
  process.stderr.write(`${what}: ${first instanceof Error ? first.message : first}\n`)
  process.exitCode = 1
}

function firstOf({ suppressed }: SuppressedError): unknown {
  return suppressed instanceof SuppressedError ? firstOf(suppressed) : suppressed
}

const stopped = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => stopped.abort(new Error(`Stopped by ${signal}`)))
}
const say = (text: string) => process.stderr.write(`${text}\n`)
try {
  const request = read(process.argv.slice(2))
  if (request.chosen.length === 0) process.stdout.write(USAGE)
  else await run(request)
} catch (error) {
  fail('bench', error)
}
