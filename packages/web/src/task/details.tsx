import type { ReactNode } from 'react'
import { VisibleText } from '../log/visible-text.tsx'
import { Markdown } from '../markdown/markdown.tsx'
import { text } from '../strings/index.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { CopyLine } from '../ui/copy-line.tsx'
import { Facts } from './facts.tsx'
import type { ShownTask } from './shown-task.ts'

const words = text.taskPage

/** Everything that is known about a task and isn't its output. */
export function Details({ task }: { task: ShownTask }) {
  return (
    <div className="min-h-0 flex-1 overflow-auto outline-offset-[-2px]">
      <div className="grid max-w-3xl gap-5 px-5 py-4 phone:px-4">
        <Facts task={task} className="@4xl:hidden" />
        <Part
          title={task.type === 'command' ? words.command : words.prompt}
          action={task.content && <CopyButton words={task.content}>{text.actions.copy}</CopyButton>}
        >
          <pre
            className={`overflow-auto rounded-[7px] border border-line bg-sunk px-2.5 py-2 text-sm [overflow-wrap:anywhere] whitespace-pre-wrap ${task.type === 'command' ? 'font-mono' : 'font-sans'}`}
          >
            <VisibleText text={task.content ?? task.summary} />
          </pre>
        </Part>
        {task.result && (
          <Part title={words.result}>
            <Markdown text={task.result} />
          </Part>
        )}
        <Part title={words.id}>
          <CopyLine line={task.id} />
        </Part>
        <Part title={words.desktopId}>
          <CopyLine line={task.desktopId} />
        </Part>
      </div>
    </div>
  )
}

interface PartProps {
  title: string
  action?: ReactNode
  children: ReactNode
}

function Part({ title, action, children }: PartProps) {
  return (
    <section className="grid gap-1.5">
      <div className="flex items-center justify-between">
        <h3 className="font-[550]">{title}</h3>
        {action}
      </div>
      {children}
    </section>
  )
}
