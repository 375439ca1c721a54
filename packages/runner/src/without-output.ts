import type { RunEnd } from '@mission-control/protocol/runner'

/** An end of which a part of the output is missing, and `why`; what failed otherwise stays so. */
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
