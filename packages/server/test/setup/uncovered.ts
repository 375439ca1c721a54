import { readFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { fileURLToPath } from 'node:url'

/** What makes no query of its own: opening, committing, and the schema's steps. */
const NO_QUERIES =
  /\/(apart|group-commit|joint|kept-actor|migrate|prepared|schema|sqlite|store)\.ts$/
/** A piece that calls nothing asks nothing, and neither does one for what can't be. */
const ASKS = /^(?!\{?\s*throw ).*\w\(/s

/** The pieces of the store's code, in the files named by `pattern`, that nothing runs while `work` does. */
export async function uncovered(pattern: RegExp, work: () => Promise<void>): Promise<string[]> {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  await work()
  const { result } = await session.post('Profiler.takePreciseCoverage')
  session.disconnect()
  return result
    .filter(({ url }) => pattern.test(url) && !NO_QUERIES.test(url))
    .flatMap(({ url, functions }) => {
      const source = readFileSync(fileURLToPath(url), 'utf8')
      return functions
        .flatMap(({ ranges }) => ranges.filter(({ count }) => count === 0))
        .map(({ startOffset, endOffset }) => source.slice(startOffset, endOffset))
        .filter((piece) => ASKS.test(piece))
        .map((piece) => `${url}: ${piece}`)
    })
}
