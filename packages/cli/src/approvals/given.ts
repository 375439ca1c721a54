import type { Votes } from '@mission-control/protocol'

/** What stays open after an approval; undefined: nothing does. */
export function stillOpen(approvals: Votes | null): string | undefined {
  if (!approvals || approvals.given >= approvals.required) return undefined
  const { repeated } = approvals
  const said = repeated ? 'You had approved it before; it has' : 'You have approved it; it has'
  return `${said} ${given(approvals)} and waits for more.`
}

/** Such as `1 of 2 approvals (Ada)`. */
export function given({ required, given, votes }: Votes): string {
  const names = votes.filter(({ decision }) => decision === 'approve').map(({ name }) => name)
  const who = names.length > 0 ? ` (${names.join(', ')})` : ''
  return `${given} of ${required} ${required === 1 ? 'approval' : 'approvals'}${who}`
}
