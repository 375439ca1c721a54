import { ChangesPart } from '../evidence/changes-part.tsx'
import type { ChosenFile } from '../evidence/use-chosen-file.ts'
import { changeCount, type Evidence } from '../evidence/use-evidence.ts'
import { useOutput } from '../log/use-output.tsx'
import { text } from '../strings/index.ts'
import { useTranscript } from '../transcript/use-transcript.tsx'
import { Details } from './details.tsx'
import { Parts, type TabState } from './parts.tsx'
import type { ShownTask } from './shown-task.ts'

const words = text.taskPage

interface Props extends TabState {
  task: ShownTask
  evidence: Evidence
  chosen: ChosenFile | null
}

/** What an agent has done, and what else is known. */
export function PromptParts({ task, evidence, chosen, tab, onTab }: Props) {
  const transcript = useTranscript(task)
  return (
    <Parts
      tab={tab}
      onTab={onTab}
      parts={{
        output: {
          label: words.transcript,
          content: transcript.view,
          tools: transcript.toolbar,
          kept: true,
        },
        changes: {
          label: text.evidence.changes(changeCount(evidence)),
          content: <ChangesPart evidence={evidence} chosen={chosen} />,
        },
        raw: { label: words.rawLog, content: <RawLog task={task} /> },
        details: { label: words.details, content: <Details task={task} /> },
      }}
    />
  )
}

/** The output as it is, a line of JSON for each thing that the agent told. */
function RawLog({ task }: { task: ShownTask }) {
  const { toolbar, view } = useOutput(task)
  return (
    <>
      <div className="flex flex-none justify-end border-b border-line px-5 py-1 phone:px-4">
        {toolbar}
      </div>
      {view}
    </>
  )
}
