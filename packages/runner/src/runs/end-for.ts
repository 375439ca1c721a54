import type { RunEnd } from '@mission-control/protocol/runner'

type FailureCode = Extract<RunEnd, { kind: 'failed' }>['code']

/** Codes that came later, with the version that brought them and the one that stands for them before. */
const LATER: { [code in FailureCode]?: { since: number; before: FailureCode } } = {
  agent_denied: { since: 5, before: 'agent_error' },
}

/** The end as a server of this version takes it: it refuses a code that it doesn't know. */
export function endFor(version: number, end: RunEnd): RunEnd {
  const later = end.kind === 'failed' ? LATER[end.code] : undefined
  return later === undefined || version >= later.since
    ? end
    : ({ ...end, code: later.before } as RunEnd)
}
