import type { Votes } from '@mission-control/protocol'
import { visible } from '../log/blanks.ts'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'

interface Props {
  votes: Votes | null
  /** Left out where they are listed. */
  names?: boolean
  className?: string
}

/** How many of several people have approved a result, and who. Where one person decides: nothing. */
export function Given({ votes, names = true, className }: Props) {
  if (!votes || votes.required === 1) return null
  const approving = votes.votes.filter(({ decision }) => names && decision === 'approve')
  const who = approving.map(({ name }) => name).join(', ')
  const words = text.approvals.given(votes, who)
  return (
    <p className={className} title={visible(words)}>
      <VisibleText text={words} />
    </p>
  )
}
