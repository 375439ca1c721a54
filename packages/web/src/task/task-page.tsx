import { Tabs } from 'radix-ui'
import type { KeyboardEvent } from 'react'
import { useShortcuts } from '../app/shortcuts.ts'
import { useOutput } from '../log/use-output.tsx'
import { text } from '../strings/index.ts'
import { classNames } from '../ui/class-names.ts'
import { DecisionBox } from './decision-box.tsx'
import { Details } from './details.tsx'
import { Facts } from './facts.tsx'
import { FailureBox } from './failure-box.tsx'
import type { ShownTask } from './shown-task.ts'
import { TaskHeader } from './task-header.tsx'
import { useTaskKeys } from './use-task-keys.ts'

const words = text.taskPage

export type TaskTab = 'output' | 'details'

interface Props {
  task: ShownTask
  tab: TaskTab
  onTab: (tab: TaskTab) => void
  onClose: () => void
}

/** Its output, and beside it what is to be decided and known. Where it is narrow, that goes below. */
export function TaskPage({ task, tab, onTab, onClose }: Props) {
  const output = useOutput(task)
  const search = () => {
    onTab('output')
    output.openSearch()
  }
  useTaskKeys(task)
  useShortcuts({ '/': search })
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'f' || !(event.ctrlKey || event.metaKey) || event.shiftKey) return
    event.preventDefault()
    search()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys for all that is inside.
    <div
      onKeyDown={onKeyDown}
      className="flex min-h-0 flex-1 flex-col @4xl:grid @4xl:grid-cols-[minmax(0,1fr)_288px]"
    >
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <TaskHeader task={task} onClose={onClose} />
        <Tabs.Root
          value={tab}
          onValueChange={(value) => onTab(value as TaskTab)}
          className="flex min-h-0 flex-1 flex-col"
        >
          <div className="flex flex-none items-end gap-3 border-b border-line px-5 phone:px-4">
            <Tabs.List aria-label={words.parts} className="flex flex-1 gap-5">
              <Tab value="output" label={words.output} />
              <Tab value="details" label={words.details} />
            </Tabs.List>
            <div className="pb-1.5">{tab === 'output' && output.toolbar}</div>
          </div>
          <Tabs.Content
            value="output"
            forceMount
            tabIndex={-1}
            className="flex min-h-0 flex-1 flex-col outline-none data-[state=inactive]:hidden"
          >
            {output.view}
          </Tabs.Content>
          <Tabs.Content
            value="details"
            className="min-h-0 flex-1 overflow-auto outline-offset-[-2px]"
          >
            <Details task={task} />
          </Tabs.Content>
        </Tabs.Root>
      </div>
      <aside
        aria-label={words.facts}
        className="flex-none overflow-auto border-line bg-panel @max-4xl:border-t @4xl:border-l @4xl:p-4"
      >
        <DecisionBox task={task} />
        <FailureBox task={task} />
        <Facts task={task} className="@max-4xl:hidden" />
      </aside>
    </div>
  )
}

function Tab({ value, label }: { value: string; label: string }) {
  return (
    <Tabs.Trigger
      value={value}
      className={classNames(
        '-mb-px border-b-2 border-transparent py-2 text-dim hover:text-text',
        'data-[state=active]:border-accent data-[state=active]:font-[550] data-[state=active]:text-text',
      )}
    >
      {label}
    </Tabs.Trigger>
  )
}
