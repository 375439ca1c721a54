import { adviceIn } from '@mission-control/protocol'
import { memo } from 'react'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { Icon } from '../ui/icons.tsx'
import type { ShownTask } from './shown-task.ts'
import { WayOut } from './way-out.tsx'

/** What went wrong, and what to do about it. */
export const FailureBox = memo(function FailureBox({ task }: { task: ShownTask }) {
  const { status, error, exitCode } = task
  if (!error || (status !== 'failed' && status !== 'pending')) return null
  const isExit = error.code === 'exit_nonzero' && exitCode !== null
  const word = isExit ? text.task.exit(exitCode) : text.failure(error.code)
  const advice = adviceIn(error.code, error.message)
  return (
    <section
      aria-label={text.taskPage.error}
      className="grid gap-1.5 border-failed/40 bg-failed-ground p-3.5 @max-4xl:border-b @4xl:mb-4 @4xl:rounded-xl @4xl:border"
    >
      <h3 className="flex items-center gap-1.5 font-semibold text-failed">
        <Icon name="warning" />
        {status === 'failed' ? text.taskPage.failed(word) : text.taskPage.notStarted}
      </h3>
      <p className="[overflow-wrap:anywhere]">
        <VisibleText
          text={error.message.slice(0, error.message.length - (advice?.length ?? 0)).trim() || word}
        />
      </p>
      {advice && <p className="text-dim">{advice}</p>}
      <WayOut task={task} />
    </section>
  )
})
