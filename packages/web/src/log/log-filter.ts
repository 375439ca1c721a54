import type { OutputStream } from '@mission-control/protocol'
import type { Log } from './log.ts'
import type { Accepts } from './shown-lines.ts'

/** What somebody has chosen to see of a log. */
export interface LogFilter {
  /** null: all of them. */
  stream: OutputStream | null
  /** The lines with `::group::` whose group is folded. */
  folded: ReadonlySet<number>
}

export const ALL_LINES: LogFilter = { stream: null, folded: new Set() }

const GROUP = '::group::'
const GROUP_END = '::endgroup::'

/** Whether a group of lines begins here, as programs tell it that run in GitHub Actions. */
export const beginsGroup = (text: string): boolean => text.startsWith(GROUP)

/** null: nothing is left out. */
export function acceptsFor(log: Log, { stream, folded }: LogFilter): Accepts | null {
  if (stream === null && folded.size === 0) return null
  let isFolded = false
  return (line) => {
    const text = log.textOf(line)
    const begins = beginsGroup(text)
    const inFolded = isFolded && !begins
    if (begins) isFolded = folded.has(line)
    // The end goes with the rest of its group.
    else if (text.startsWith(GROUP_END)) isFolded = false
    return !inFolded && (stream === null || log.streamOf(line) === stream)
  }
}
