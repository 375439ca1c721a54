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

/** The last line of one run. Snapshots and live updates both use this, so they show the same. */
export function tailOf(ends: Ending[]): string | null {
  // Only the transcript counts for an agent's run: other output is Mission Control's, about the run.
  const transcript = ends.filter(({ stream }) => stream === 'agent')
  return transcript.length > 0 ? lastLineOf('agent', textOf(transcript)) : lastLine(textOf(ends))
}

/** The chunks as one text, because a line may span several. It begins after the last gap. */
function textOf(ends: Ending[]): string {
  const from = ends.findLastIndex(({ data, size }) => data.length < size)
  const text = Buffer.concat(ends.slice(Math.max(from, 0)).map(({ data }) => data)).toString()
  // The gap may have split a character.
  return from < 0 ? text : text.replace(/^\ufffd{1,3}/, '')
}
