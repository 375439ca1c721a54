import type { Task } from '@mission-control/protocol'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { StatusWord } from '../ui/status.tsx'
import { Switch } from '../ui/switch.tsx'
import { contextOf, withContext, withoutContext } from './context.ts'

interface Props {
  task: Task
  content: string
  onContent: (content: string) => void
}

/** The earlier try, the feedback on it, and whether the agent is told. */
export function AgainNote({ task, content, onContent }: Props) {
  const { feedback, status, error, exitCode } = task
  const isExit = error?.code === 'exit_nonzero' && exitCode !== null
  const reason = isExit ? text.task.exit(exitCode) : error && text.failure(error.code)
  const context = task.type === 'prompt' ? contextOf(task) : null
  return (
    <section
      aria-label={text.task.try(task.attempt + 1)}
      className="grid gap-2 rounded-[7px] border border-line bg-sunk px-3 py-2.5"
    >
      <p className="flex flex-wrap items-center gap-x-2">
        <span className="font-[550]">{text.task.try(task.attempt + 1)}</span>
        <span className="flex items-center gap-1.5 text-sm text-dim">
          {text.newTask.before}
          <StatusWord status={status} />
          {reason && `· ${reason}`}
        </span>
      </p>
      {feedback && (
        <blockquote className="max-h-24 overflow-y-auto border-l-2 border-review pl-2.5 [overflow-wrap:anywhere] whitespace-pre-wrap">
          <VisibleText text={feedback} />
        </blockquote>
      )}
      {context && (
        <Switch
          label={text.newTask.withContext}
          hint={text.newTask.withContextHint}
          checked={content !== withoutContext(content)}
          onCheckedChange={(on) =>
            onContent(on ? withContext(content, context) : withoutContext(content))
          }
        />
      )}
    </section>
  )
}
