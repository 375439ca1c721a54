import { Link } from '@tanstack/react-router'
import { visible } from '../log/blanks.ts'
import { MiddleText } from '../log/middle-text.tsx'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { classNames } from '../ui/class-names.ts'
import type { Part } from './sentence.ts'

interface Props {
  parts: readonly Part[]
  /** Characters of a task that are written out; the rest is in its tooltip. */
  room: number
}

/** A sentence, with its desktops and tasks as links. */
export function SentenceView({ parts, room }: Props) {
  return parts.map((part, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a sentence's parts keep their places.
    <PartView key={i} part={part} room={room} />
  ))
}

function PartView({ part, room }: { part: Part; room: number }) {
  switch (part.kind) {
    case 'plain':
      return <VisibleText text={part.text} />
    case 'person':
      return <VisibleText text={part.text} className="font-[550] text-text" />
    case 'bad':
      return (
        <span className="whitespace-nowrap text-failed">
          <VisibleText text={part.text} />
        </span>
      )
    case 'desktop':
      return <DesktopName {...part} />
    default:
      return <TaskName {...part} room={room} />
  }
}

function DesktopName({ text: name, desktopId }: Extract<Part, { kind: 'desktop' }>) {
  const look = 'inline-flex max-w-[min(100%,36ch)] align-bottom font-[550] text-text'
  if (desktopId === null) return <MiddleText text={name} className={look} />
  return (
    <Link
      to="/desktops/$desktopId"
      params={{ desktopId }}
      className={classNames(look, 'hover:underline')}
    >
      <MiddleText text={name} />
    </Link>
  )
}

function TaskName({
  kind,
  text: words,
  taskId,
  room,
}: Extract<Part, { kind: 'command' | 'prompt' }> & { room: number }) {
  const look = classNames(
    'text-text [overflow-wrap:anywhere]',
    kind === 'command' && 'font-mono text-xs',
  )
  const shown = words.length > room ? `${words.slice(0, room - 1).trimEnd()}…` : words
  const title = shown === words ? undefined : visible(words)
  if (taskId === null) {
    return <VisibleText text={shown} className={look} title={title} />
  }
  return (
    <Link
      to="/tasks/$taskId"
      params={{ taskId }}
      title={title}
      className={classNames(look, 'hover:underline')}
    >
      <VisibleText text={shown || text.activity.someTask} />
    </Link>
  )
}
