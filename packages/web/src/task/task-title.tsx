import { useEffect, useState } from 'react'
import { VisibleText } from '../log/visible-text.tsx'
import { unseenOf, useSeen } from '../reading/seen.tsx'
import { text } from '../strings/index.ts'
import { classNames } from '../ui/class-names.ts'
import type { ShownTask } from './shown-task.ts'
import { TITLE_ID } from './title-id.ts'

const LINES = 3
/** A title that is longer may not be shown as a whole. */
const LONG = 240

/** What was asked for: its first line as the title, the rest below; at length on demand. */
export function TaskTitle({ task }: { task: ShownTask }) {
  const [open, setOpen] = useState(false)
  const seen = useSeen()
  const rest = unseenOf(task, seen)
  const wanted = seen.ids.has(task.id)
  useEffect(() => {
    if (wanted) setOpen(true)
  }, [wanted])
  const content = (task.content ?? task.summary).trim()
  const [title = '', ...lines] = content.split('\n')
  const body = lines.join('\n')
  const isLong = lines.length > LINES || content.length > LONG
  const more = rest > 0 ? text.reading.showRest(rest) : text.taskPage.showAll(lines.length + 1)
  const font = task.type === 'command' ? 'font-mono' : 'font-sans'
  return (
    <div className="min-w-0 flex-1 pb-1">
      <h2
        id={TITLE_ID}
        className={classNames(
          'text-xl font-semibold tracking-tight [overflow-wrap:anywhere]',
          task.type === 'command' && 'font-mono text-[14.5px] leading-[27px] tracking-normal',
          open ? 'max-h-[40vh] overflow-auto' : 'line-clamp-2',
        )}
      >
        <VisibleText text={title} />
      </h2>
      {body !== '' && (
        <pre
          className={classNames(
            'max-h-[40vh] overflow-auto text-sm [overflow-wrap:anywhere] whitespace-pre-wrap text-dim',
            font,
            !open && isLong && 'line-clamp-3',
          )}
        >
          <VisibleText text={body} />
        </pre>
      )}
      {isLong && (
        <button
          type="button"
          aria-expanded={open}
          onClick={() => {
            setOpen(!open)
            if (!open) seen.mark(task.id)
          }}
          className="text-sm text-accent hover:underline"
        >
          {open ? text.taskPage.showLess : more}
        </button>
      )}
    </div>
  )
}
