import type { Task } from '@mission-control/protocol'
import type { ReactNode } from 'react'
import { LogEmpty } from '../log/log-empty.tsx'
import type { LoggedTask } from '../log/logged-task.ts'
import { useOutputSource, useSnapshot } from '../output/use-output-source.ts'
import { FollowingList } from '../rows/following-list.tsx'
import { text } from '../strings/index.ts'
import { EntryRow } from './entry-row.tsx'
import { PlanView } from './plan-view.tsx'
import { Transcript } from './transcript.ts'
import { TranscriptTools } from './transcript-tools.tsx'
import { useOpened } from './use-opened.ts'
import { WorkLine } from './work-line.tsx'

interface Shown {
  toolbar: ReactNode
  view: ReactNode
}

/** A row's height in px until it has been seen. */
const ESTIMATE = 34

/** What a task's agent does, as it does it, and the tools that go with it, which stand elsewhere. */
export function useTranscript(task: LoggedTask & Pick<Task, 'waiting'>): Shown {
  const isOver = task.status !== 'pending' && task.status !== 'running'
  const source = useOutputSource(task.id, isOver, () => new Transcript())
  const { version, state } = useSnapshot(source)
  const opened = useOpened()
  const { content } = source
  const { count, plan } = content
  return {
    toolbar: <TranscriptTools transcript={content} empty={count === 0} />,
    view: (
      <>
        {plan.length > 0 && <PlanView plan={plan} />}
        <div className="relative flex min-h-0 flex-1 flex-col">
          <FollowingList
            label={text.transcript.label(count)}
            count={count}
            version={version}
            estimate={ESTIMATE}
            toEnd={text.transcript.toEnd}
          >
            {(row) => (
              <EntryRow
                entry={content.entry(row)}
                place={row}
                over={content.isOver}
                open={opened.has(row)}
                onToggle={opened.toggle}
              />
            )}
          </FollowingList>
          {count === 0 && (
            <LogEmpty
              words={text.transcript}
              task={task}
              state={state}
              onRetry={() => source.catchUp()}
              className="phone:px-4"
            />
          )}
        </div>
        {task.status === 'running' && (
          <WorkLine usage={content.usage} begun={count > 0} asks={task.waiting === 'permission'} />
        )}
      </>
    ),
  }
}
