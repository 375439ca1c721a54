import { Tabs } from 'radix-ui'
import type { ReactNode } from 'react'
import { text } from '../strings/index.ts'
import { classNames } from '../ui/class-names.ts'

export type TaskTab = 'output' | 'changes' | 'raw' | 'details'

export interface TabState {
  tab: TaskTab
  onTab: (tab: TaskTab) => void
}

interface Part {
  label: string
  content: ReactNode
  /** Stands beside the tabs while the part is shown. */
  tools?: ReactNode
  /** It goes on while another part is shown. */
  kept?: boolean
}

interface Props extends TabState {
  /** In their order; the first one stands in for a part that this task doesn't have. */
  parts: Partial<Record<TaskTab, Part>>
}

/** What is known of a task, one part at a time. */
export function Parts({ tab, onTab, parts }: Props) {
  const all = Object.entries(parts) as [TaskTab, Part][]
  const [shown, part] = all.find(([name]) => name === tab) ?? all[0]!
  return (
    <Tabs.Root
      value={shown}
      onValueChange={(value) => onTab(value as TaskTab)}
      className="flex min-h-0 flex-1 flex-col"
    >
      <div className="flex flex-none items-end gap-3 border-b border-line px-5 phone:px-4">
        <Tabs.List aria-label={text.taskPage.parts} className="flex flex-1 gap-5 overflow-x-auto">
          {all.map(([name, { label }]) => (
            <Tabs.Trigger
              key={name}
              value={name}
              className={classNames(
                '-mb-px flex-none border-b-2 border-transparent py-2 text-dim outline-offset-[-2px] hover:text-text',
                'data-[state=active]:border-accent data-[state=active]:font-[550] data-[state=active]:text-text',
              )}
            >
              {label}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <div className="pb-1.5">{part.tools}</div>
      </div>
      {all.map(([name, { content, kept }]) => (
        <Tabs.Content
          key={name}
          value={name}
          {...(kept && { forceMount: true as const })}
          tabIndex={-1}
          className="flex min-h-0 flex-1 flex-col outline-none data-[state=inactive]:hidden"
        >
          {content}
        </Tabs.Content>
      ))}
    </Tabs.Root>
  )
}
