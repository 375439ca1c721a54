import { lastLine, lastLineOf } from '@mission-control/protocol'
import type { Ending } from '../store/board.ts'

/** The last line of each run, by its id, out of the ends of its last chunks in order. */
export function tailsOf(endings: Ending[]): Map<string, string> {
  const tails = new Map<string, string>()
  for (const [runId, ends] of Map.groupBy(endings, (ending) => ending.run_id)) {
    const line = tailOf(ends)
    if (line !== null) tails.set(runId, line)
  }
  return tails
}

/** The last line of one run, for a snapshot as for those who watch: so both show the same. */
export function tailOf(ends: Ending[]): string | null {
  // Of an agent's run its transcript; what else there is are words of Mission Control about it.
  const transcript = ends.filter(({ stream }) => stream === 'agent')
  return transcript.length > 0 ? lastLineOf('agent', textOf(transcript)) : lastLine(textOf(ends))
}

/** What the chunks say in one: a line may have come in several. Begins behind the last gap. */
function textOf(ends: Ending[]): string {
  const from = ends.findLastIndex(({ data, size }) => data.length < size)
  const text = Buffer.concat(ends.slice(Math.max(from, 0)).map(({ data }) => data)).toString()
  // The gap may have split a character.
  return from < 0 ? text : text.replace(/^\ufffd{1,3}/, '')
}
