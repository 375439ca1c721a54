import type { Votes } from '@mission-control/protocol'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'

/** How many of several people have approved a result, and who. Where one person decides: nothing. */
export function Given({ votes, className }: { votes: Votes | null; className?: string }) {
  if (!votes || votes.required === 1) return null
  const names = votes.votes.filter(({ decision }) => decision === 'approve')
  return (
    <p className={className}>
      <VisibleText text={text.approvals.given(votes, names.map(({ name }) => name).join(', '))} />
    </p>
  )
}
