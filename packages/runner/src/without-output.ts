import type { RunEnd } from '@mission-control/protocol/runner'

/**
 * The end of a run whose output is incomplete, with `why`. An end that is a failure already stays
 * as it is.
 */
export function withoutOutput(end: RunEnd, why: string): RunEnd {
  if (end.kind === 'failed') return end
  const how = end.kind === 'exited' ? ` It exited with code ${end.exitCode}.` : ''
  return {
    kind: 'failed',
    code: 'output_lost',
    message: `${why}${how}`,
    ...('usage' in end && { usage: end.usage }),
  }
}
