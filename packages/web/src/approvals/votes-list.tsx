import type { Votes } from '@mission-control/protocol'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { Clock } from '../time/times.tsx'

/** Who has said what about a result that several people approve. */
export function VotesList({ votes }: { votes: Votes }) {
  return (
    <ul className="grid gap-1.5">
      {votes.votes.map(({ userId, name, decision, at, feedback }) => (
        <li key={userId} className="[overflow-wrap:anywhere]">
          <VisibleText text={name} className="font-medium" /> {text.approvals.said[decision]}{' '}
          <Clock at={at} />
          {feedback && (
            <p className="whitespace-pre-wrap text-dim">
              <VisibleText text={feedback} />
            </p>
          )}
        </li>
      ))}
    </ul>
  )
}
