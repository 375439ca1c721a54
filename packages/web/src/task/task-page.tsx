import { EvidenceBox } from '../evidence/evidence-box.tsx'
import { useChosenFile } from '../evidence/use-chosen-file.ts'
import { useEvidence } from '../evidence/use-evidence.ts'
import { PermissionBox } from '../permissions/permission-box.tsx'
import { text } from '../strings/index.ts'
import { CommandParts } from './command-parts.tsx'
import { DecisionBox } from './decision-box.tsx'
import { Facts } from './facts.tsx'
import { FailureBox } from './failure-box.tsx'
import type { TabState } from './parts.tsx'
import { PromptParts } from './prompt-parts.tsx'
import type { ShownTask } from './shown-task.ts'
import { TaskHeader } from './task-header.tsx'
import { useTaskKeys } from './use-task-keys.ts'

interface Props extends TabState {
  task: ShownTask
  onClose: () => void
}

/** What it did, and beside it what is to be decided and known. Where it is narrow, that goes below. */
export function TaskPage({ task, tab, onTab, onClose }: Props) {
  useTaskKeys(task)
  const evidence = useEvidence(task)
  const { chosen, openChanges } = useChosenFile(onTab)
  return (
    <div className="flex min-h-0 flex-1 flex-col @4xl:grid @4xl:grid-cols-[minmax(0,1fr)_288px]">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <TaskHeader task={task} onClose={onClose} />
        {task.type === 'prompt' ? (
          <PromptParts task={task} evidence={evidence} chosen={chosen} tab={tab} onTab={onTab} />
        ) : (
          <CommandParts task={task} tab={tab} onTab={onTab} />
        )}
      </div>
      <aside
        aria-label={text.taskPage.facts}
        className="flex-none overflow-auto border-line bg-panel @max-4xl:border-t @4xl:border-l @4xl:p-4"
      >
        <PermissionBox taskId={task.id} />
        <DecisionBox task={task} />
        <EvidenceBox evidence={evidence} onOpen={openChanges} />
        <FailureBox task={task} />
        <Facts task={task} className="@max-4xl:hidden" />
      </aside>
    </div>
  )
}
