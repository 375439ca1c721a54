import { lastLine } from '@mission-control/protocol'
import type { Ending } from '../store/board.ts'

/** The last line of each run, by its id, out of the ends of its last chunks in order. */
export function tailsOf(endings: Ending[]): Map<string, string> {
  const tails = new Map<string, string>()
  for (const [runId, ends] of Map.groupBy(endings, (ending) => ending.run_id)) {
    const line = lastLine(textOf(ends))
    if (line !== null) tails.set(runId, line)
  }
  return tails
}

/** What the chunks say in one: a line may have come in several. Begins behind the last gap. */
function textOf(ends: Ending[]): string {
  const from = ends.findLastIndex(({ data, size }) => data.length < size)
  const text = Buffer.concat(ends.slice(Math.max(from, 0)).map(({ data }) => data)).toString()
  // The gap may have split a character.
  return from < 0 ? text : text.replace(/^\ufffd{1,3}/, '')
}
