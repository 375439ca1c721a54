import { parseArgs } from 'node:util'
import type { Bench, Context, Options } from './bench.ts'
import { benches } from './registry.ts'
import { type Document, document, keep, otherLoad } from './report.ts'
import { ROUNDS } from './rounds.ts'

const USAGE = `usage: npm run bench -- <id> [--rounds N] [--million] [--profile]

${benches.map(({ id, title }) => `  ${id.padEnd(18)}${title}`).join('\n')}
  ${'all'.padEnd(18)}all of them, one after another

  --rounds N   how often ours and the peer alternate; ${ROUNDS} by default, fewer is a try
  --million    list-10k: also 50 of 1,000,000 tasks
  --profile    our processes write CPU profiles to bench/results/profile; figures don't count then
`

/** What was asked for; throws, in words for the user, at what cannot be. */
function read(args: string[]): { chosen: Bench[]; options: Options } {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: String(ROUNDS) },
      million: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
    },
  })
  const rounds = Number(values.rounds)
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new Error(`--rounds: expected a whole number from 1 on, got ${values.rounds}`)
  }
  const chosen = positionals[0] === 'all' ? benches : positionals.map(named)
  return { chosen, options: { ...values, rounds } }
}

function named(id: string): Bench {
  const bench = benches.find((candidate) => candidate.id === id)
  if (bench) return bench
  throw new Error(`Unknown bench ${id}: expected ${benches.map((b) => b.id).join(', ')} or all`)
}

/** Runs them in turn; one that cannot be measured doesn't keep the others from it. */
async function run(chosen: Bench[], context: Context): Promise<void> {
  const reports: Document[] = []
  for (const bench of chosen) {
    context.say(`${bench.id}: ${bench.title}`)
    try {
      const loadBefore = otherLoad()
      const report = document(bench.id, loadBefore, await bench.run(context))
      context.say(`kept in ${keep(report)}`)
      reports.push(report)
    } catch (error) {
      context.signal.throwIfAborted()
      fail(`${bench.id} could not be measured`, error)
    }
  }
  const [only] = reports
  const printed = chosen.length === 1 ? only : reports
  if (printed) process.stdout.write(`${JSON.stringify(printed, null, 2)}\n`)
}

function fail(what: string, error: unknown): void {
  process.stderr.write(`${what}: ${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
}

const stopped = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => stopped.abort(new Error(`Stopped by ${signal}`)))
}
const say = (text: string) => process.stderr.write(`${text}\n`)
try {
  const { chosen, options } = read(process.argv.slice(2))
  if (chosen.length === 0) process.stdout.write(USAGE)
  else await run(chosen, { ...options, signal: stopped.signal, say })
} catch (error) {
  fail('bench', error)
}
