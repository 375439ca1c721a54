import { memo, useEffect } from 'react'
import { useRefusal } from '../account/may.tsx'
import { keysOf } from '../app/shortcut-table.ts'
import { useShortcuts } from '../app/shortcuts.ts'
import { Given } from '../approvals/given.tsx'
import { useOwnVote } from '../approvals/own-vote.ts'
import { VotesList } from '../approvals/votes-list.tsx'
import { useNewTask } from '../new-task/new-task.tsx'
import { ReadFirst } from '../reading/read-first.tsx'
import { unseenOf, useSeen } from '../reading/seen.tsx'
import { useStored } from '../stored/use-stored.ts'
import { text } from '../strings/index.ts'
import { isAllowed } from '../tasks/allowed.ts'
import { usePerform } from '../tasks/use-task-actions.ts'
import { age } from '../time/format.ts'
import { useNow } from '../time/use-now.ts'
import { useSay } from '../toasts/toasts.tsx'
import { Button } from '../ui/button.tsx'
import type { ShownTask } from './shown-task.ts'

const words = text.taskPage

/** Where a person decides, with a note if they like, which survives a reload. The only place in amber. */
export const DecisionBox = memo(function DecisionBox({ task }: { task: ShownTask }) {
  const [feedback, setFeedback] = useStored<string | undefined>(`feedback.${task.id}`, undefined)
  const inReview = task.status === 'review'
  useEffect(() => {
    if (!inReview && !task.before && feedback !== undefined) setFeedback(undefined)
  }, [inReview, task.before, feedback, setFeedback])
  return inReview && <Decision task={task} feedback={feedback ?? ''} onFeedback={setFeedback} />
})

interface Props {
  task: ShownTask
  feedback: string
  onFeedback: (feedback: string) => void
}

function Decision({ task, feedback, onFeedback }: Props) {
  const perform = usePerform()
  const now = useNow()
  const { reviewStartedAt } = task
  const when = reviewStartedAt === null ? '' : age(now - Date.parse(reviewStartedAt))
  const say = useSay()
  const newTask = useNewTask()
  const seen = useSeen()
  const able = isAllowed('approve', task)
  const rest = unseenOf(task, seen)
  const { hasApproved, missing } = useOwnVote(task.approvals)
  const decide = (action: 'approve' | 'reject') =>
    perform(action, [task], { feedback: feedback.trim() })
  const approve = () =>
    hasApproved
      ? say(text.approvals.yours(missing))
      : rest === 0
        ? void decide('approve')
        : say(text.reading.first)
  const why = useRefusal()('approvals')
  useShortcuts({ a: approve, 'Shift+R': () => void decide('reject') }, able && why === null)
  const title = why === null && !hasApproved ? words.waiting : words.waitsForOthers
  return (
    <section
      aria-label={title}
      className="grid gap-2.5 border-review/50 bg-review-ground p-3.5 @max-4xl:border-b @4xl:mb-4 @4xl:rounded-xl @4xl:border"
    >
      <h3 className="font-semibold">{title}</h3>
      <p role="status" className="text-dim">
        {why ??
          (task.sending
            ? words.sendingDecision
            : hasApproved
              ? text.approvals.yours(missing)
              : words.decide(task.type, when, missing))}
      </p>
      <Given votes={task.approvals} names={false} className="font-medium" />
      {task.approvals && task.approvals.votes.length > 0 && <VotesList votes={task.approvals} />}
      {why === null && (
        <>
          <textarea
            aria-label={text.task.feedbackOptional}
            placeholder={text.task.feedbackOptional}
            rows={2}
            value={feedback}
            onChange={(event) => onFeedback(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape')
                event.currentTarget.closest<HTMLElement>('[data-panel]')?.focus()
            }}
            className="w-full resize-y rounded-[7px] border border-line-strong bg-panel px-2.5 py-1.5 placeholder:text-faint @4xl:min-h-14"
          />
          {rest > 0 && <ReadFirst rest={rest} onShow={() => seen.mark(task.id)} />}
          <div className="grid grid-cols-2 gap-2">
            <Button
              look="main"
              keys={keysOf('approve')}
              disabled={!able || hasApproved || rest > 0}
              onClick={approve}
            >
              {text.task.approve}
            </Button>
            <Button keys={keysOf('reject')} disabled={!able} onClick={() => void decide('reject')}>
              {text.task.reject}
            </Button>
            <Button
              needs="tasks"
              look="quiet"
              size="small"
              className="col-span-2"
              disabled={!able}
              onClick={() => void decide('reject').then(() => newTask({ again: task.id }))}
            >
              {text.task.rejectAndEdit}
            </Button>
          </div>
        </>
      )}
    </section>
  )
}
