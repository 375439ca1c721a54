import { useOutput } from '../log/use-output.tsx'
import type { ShownTask } from '../task/shown-task.ts'
import { useTranscript } from '../transcript/use-transcript.tsx'

/** What is to be judged: the end of what a command has printed, or of what an agent has done. */
export function Work({ task }: { task: ShownTask }) {
  return task.type === 'prompt' ? <AgentWork task={task} /> : <Output task={task} />
}

function Output({ task }: { task: ShownTask }) {
  return useOutput(task).view
}

function AgentWork({ task }: { task: ShownTask }) {
  return useTranscript(task).view
}
