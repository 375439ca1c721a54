import { createContext, type ReactNode, useCallback, useContext, useState } from 'react'
import { useGuard } from '../account/use-guard.ts'
import type { Card } from '../live/live.ts'
import { VisibleText } from '../log/visible-text.tsx'
import { useNewTask } from '../new-task/new-task.tsx'
import { LongContent } from '../reading/long-content.tsx'
import { unseenOf, useSeen } from '../reading/seen.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextArea } from '../ui/field.tsx'
import { isAllowed, scopeOf, type TaskAction } from './allowed.ts'
import { ProgressSign, useProgress } from './progress.tsx'
import type { Perform } from './use-task-actions.ts'

interface Question {
  action: TaskAction
  tasks: readonly Card[]
}

type Ask = (action: TaskAction, tasks: readonly Card[]) => void

const AskContext = createContext<Ask>(() => undefined)

/** Does the action. Asks first where it can't be undone, or takes a note. */
export const useAsk = () => useContext(AskContext)

export function AskProvider({ children }: { children: ReactNode }) {
  const { perform, progress } = useProgress()
  const seen = useSeen()
  const guard = useGuard()
  const [question, setQuestion] = useState<Question | null>(null)
  const ask = useCallback<Ask>(
    (action, tasks) => {
      const allowed = tasks.filter((task) => isAllowed(action, task))
      if (allowed.length === 0 || !guard(scopeOf(action))) return
      const unseen = action === 'approve' && allowed.some((task) => unseenOf(task, seen) > 0)
      if (unseen || needsQuestion(action, allowed)) setQuestion({ action, tasks: allowed })
      else void perform(action, allowed)
    },
    [perform, seen, guard],
  )
  return (
    <AskContext value={ask}>
      {children}
      {question && <AskDialog {...question} perform={perform} onClose={() => setQuestion(null)} />}
      {progress && <ProgressSign {...progress} />}
    </AskContext>
  )
}

function needsQuestion(action: TaskAction, tasks: readonly Card[]): boolean {
  if (action === 'delete' || action === 'reject') return true
  return action === 'cancel' && tasks.some((task) => task.status === 'running')
}

interface AskDialogProps extends Question {
  perform: Perform
  onClose: () => void
}

function AskDialog({ action, tasks, perform, onClose }: AskDialogProps) {
  const [feedback, setFeedback] = useState('')
  const seen = useSeen()
  const [long] = useState(() =>
    action === 'approve' ? tasks.filter((task) => unseenOf(task, seen) > 0) : [],
  )
  const isUnseen = long.some(({ id }) => !seen.ids.has(id))
  const { title, consequence, verb } = wordsFor(action, tasks.length)
  const newTask = useNewTask()
  const confirm = async () => {
    if (isUnseen) return
    onClose()
    await perform(action, tasks, { feedback: feedback.trim() })
  }
  const [first, second] = tasks
  return (
    <Dialog open onOpenChange={onClose} title={title} description={consequence}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void confirm()
        }}
        className="grid gap-3 px-5 pt-3 pb-4"
      >
        {long.map((task) => (
          <LongContent key={task.id} taskId={task.id} />
        ))}
        {tasks.length === 1 && long.length === 0 && (
          <p className="line-clamp-3 font-mono text-xs text-dim [overflow-wrap:anywhere]">
            <VisibleText text={tasks[0]!.summary} />
          </p>
        )}
        {action === 'reject' && (
          <TextArea
            label={text.task.feedback}
            rows={3}
            autoFocus
            value={feedback}
            onChange={(event) => setFeedback(event.target.value)}
          />
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{text.actions.keep}</Button>
          <Button
            look={action === 'approve' ? 'main' : 'danger'}
            type="submit"
            disabled={isUnseen}
            autoFocus={action !== 'reject'}
          >
            {verb}
          </Button>
          {action === 'reject' && first && !second && (
            <Button
              needs="tasks"
              className="order-first mr-auto"
              onClick={() => void confirm().then(() => newTask({ again: first.id }))}
            >
              {text.task.rejectAndEdit}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  )
}

function wordsFor(action: TaskAction, count: number) {
  const words = text.task
  switch (action) {
    case 'delete':
      return {
        title: words.deleteQuestion(count),
        consequence: words.deleteConsequence,
        verb: words.delete,
      }
    case 'approve':
      return {
        title: text.reading.approve(count),
        consequence: text.reading.approveLong,
        verb: words.approve,
      }
    case 'reject':
      return {
        title: words.rejectQuestion(count),
        consequence: words.rejectConsequence(count),
        verb: words.reject,
      }
    default:
      return {
        title: words.cancelQuestion(count),
        consequence: words.cancelConsequence,
        verb: words.stop,
      }
  }
}
