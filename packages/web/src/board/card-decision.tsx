import { useOwnVote } from '../approvals/own-vote.ts'
import type { Card } from '../live/live.ts'
import { text } from '../strings/index.ts'
import { useAsk } from '../tasks/ask.tsx'
import { Button } from '../ui/button.tsx'
import { CardQuestion } from './card-question.tsx'

/** The buttons of a task that waits for a person. */
export function CardDecision({ card }: { card: Card }) {
  const ask = useAsk()
  const { hasApproved } = useOwnVote(card.approvals)
  if (card.status === 'running' && card.waiting === 'permission') {
    return <CardQuestion taskId={card.id} />
  }
  if (card.status !== 'review') return null
  return (
    <div className="relative z-1 flex gap-1.5 pt-0.5">
      {!hasApproved && (
        <Button needs="approvals" look="main" size="small" onClick={() => ask('approve', [card])}>
          {text.task.approve}
        </Button>
      )}
      <Button needs="approvals" size="small" onClick={() => ask('reject', [card])}>
        {text.task.reject}
      </Button>
    </div>
  )
}
