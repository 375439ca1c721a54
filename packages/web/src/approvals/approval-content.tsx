import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { keysOf } from '../app/shortcut-table.ts'
import { EvidenceBox } from '../evidence/evidence-box.tsx'
import { useChosenFile } from '../evidence/use-chosen-file.ts'
import { useEvidence } from '../evidence/use-evidence.ts'
import { PermissionBox } from '../permissions/permission-box.tsx'
import { text } from '../strings/index.ts'
import { DecisionBox } from '../task/decision-box.tsx'
import { Facts } from '../task/facts.tsx'
import type { TaskTab } from '../task/parts.tsx'
import type { ShownTask } from '../task/shown-task.ts'
import { TaskTitle } from '../task/task-title.tsx'
import { TimesLine } from '../task/times-line.tsx'
import { Icon } from '../ui/icons.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { StatusIcon } from '../ui/status.tsx'
import { Work } from './work.tsx'

/** What was asked for, the end of what it did, and the decision; where it is narrow, that is below. */
export function ApprovalContent({ task }: { task: ShownTask }) {
  const [tab, setTab] = useState<TaskTab>('output')
  const { chosen, openChanges } = useChosenFile(setTab)
  const evidence = useEvidence(task)
  return (
    <div className="flex min-h-0 flex-1 flex-col @4xl:grid @4xl:grid-cols-[minmax(0,1fr)_288px]">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <header className="flex items-start gap-2.5 border-b border-line px-5 pt-3 pb-2 phone:px-4">
          <StatusIcon status={task.status} className="mt-[5px] size-[17px]" />
          <TaskTitle task={task} />
          <Link
            to="/tasks/$taskId"
            params={{ taskId: task.id }}
            className="-mr-1.5 inline-flex h-7 flex-none items-center gap-1 rounded-md px-1.5 text-sm text-dim hover:bg-sunk hover:text-text"
          >
            {text.approvals.openTask}
            <Kbd>{keysOf('open')}</Kbd>
            <Icon name="right" />
          </Link>
        </header>
        <Work task={task} evidence={evidence} chosen={chosen} tab={tab} onTab={setTab} />
      </div>
      <aside
        aria-label={text.taskPage.facts}
        className="flex-none overflow-auto border-line bg-panel @max-4xl:border-t @4xl:border-l @4xl:p-4"
      >
        <PermissionBox taskId={task.id} />
        <DecisionBox task={task} />
        <EvidenceBox evidence={evidence} onOpen={openChanges} />
        <div className="@4xl:hidden">
          <TimesLine task={task} />
        </div>
        <Facts task={task} className="@max-4xl:hidden" />
      </aside>
    </div>
  )
}
