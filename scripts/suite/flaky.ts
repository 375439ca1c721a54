/**
 * Runs each file many times while the processors are busy, and tells how often it failed. What comes
 * up here is a test that waits for a time instead of a condition, or that others can disturb.
 *
 *   npm run test:flaky -- [--times 20] FILE...
 */
import { availableParallelism } from 'node:os'
import { relative } from 'node:path'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { ROOT, testFiles } from './files.ts'
import { prepareFor } from './prepare.ts'
import { runFile } from './run-file.ts'
import { Tally } from './tally.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { times: { type: 'string', default: '20' } },
})
if (positionals.length === 0) {
  console.error('Expected the test files to run, got none.')
  process.exit(2)
}
const files = testFiles(positionals)
await prepareFor(files)
const busy = Array.from({ length: availableParallelism() }, () => {
  return new Worker('for (;;);', { eval: true })
})
const stopped = new AbortController()
process.once('SIGINT', () => stopped.abort())

let passed = 0
let failed = 0
for (const file of files) {
  for (let n = 1; n <= Number(values.times) && !stopped.signal.aborted; n++) {
    const tally = new Tally([file])
    const events = await runFile(file, ROOT, stopped.signal)
    for (const event of events) tally.add(event)
    for (const line of tally.close()) console.log(line)
    const failures = events.filter((event) => event.type === 'test:fail')
    for (const { data } of failures) console.log('✖', data)
    if (tally.failed === 0) passed++
    else failed++
    console.log(`${relative(ROOT, file)} ${n}: ${tally.passed} passed, ${tally.failed} failed`)
  }
}
await Promise.all(busy.map((worker) => worker.terminate()))
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 || passed === 0 || stopped.signal.aborted ? 1 : 0
