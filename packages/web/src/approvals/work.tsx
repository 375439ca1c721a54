import { ChangesPart } from '../evidence/changes-part.tsx'
import type { ChosenFile } from '../evidence/use-chosen-file.ts'
import { changeCount, type Evidence } from '../evidence/use-evidence.ts'
import { useOutput } from '../log/use-output.tsx'
import { text } from '../strings/index.ts'
import { Parts, type TabState } from '../task/parts.tsx'
import type { ShownTask } from '../task/shown-task.ts'
import { useTranscript } from '../transcript/use-transcript.tsx'

interface Props extends TabState {
  task: ShownTask
  evidence: Evidence
  chosen: ChosenFile | null
}

/** What to review: the end of a command's output, or what an agent did and changed. */
export function Work({ task, ...rest }: Props) {
  return task.type === 'prompt' ? <AgentWork task={task} {...rest} /> : <Output task={task} />
}

function Output({ task }: { task: ShownTask }) {
  return useOutput(task).view
}

function AgentWork({ task, evidence, chosen, tab, onTab }: Props) {
  const { view, toolbar } = useTranscript(task)
  return (
    <Parts
      tab={tab}
      onTab={onTab}
      parts={{
        output: { label: text.taskPage.transcript, content: view, tools: toolbar, kept: true },
        changes: {
          label: text.evidence.changes(changeCount(evidence)),
          content: <ChangesPart evidence={evidence} chosen={chosen} />,
        },
      }}
    />
  )
}
