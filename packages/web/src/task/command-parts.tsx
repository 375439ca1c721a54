import { useShortcuts } from '../app/shortcuts.ts'
import { useOutput } from '../log/use-output.tsx'
import { text } from '../strings/index.ts'
import { Details } from './details.tsx'
import { Parts, type TabState } from './parts.tsx'
import type { ShownTask } from './shown-task.ts'
import { useFindKey } from './use-find-key.ts'

const words = text.taskPage

/** What a command has printed, and what else is known. */
export function CommandParts({ task, tab, onTab }: { task: ShownTask } & TabState) {
  const output = useOutput(task)
  const search = () => {
    onTab('output')
    output.openSearch()
  }
  useShortcuts({ '/': search })
  useFindKey(search)
  return (
    <Parts
      tab={tab}
      onTab={onTab}
      parts={{
        output: { label: words.output, content: output.view, tools: output.toolbar, kept: true },
        details: { label: words.details, content: <Details task={task} /> },
      }}
    />
  )
}
