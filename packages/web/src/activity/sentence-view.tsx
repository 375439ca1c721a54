import { Link } from '@tanstack/react-router'
import { text } from '../strings/index.ts'
import { classNames } from '../ui/class-names.ts'
import { StatusIcon } from '../ui/status.tsx'
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
      return part.text
    case 'person':
      return <b className="font-[550] text-text">{part.text}</b>
    case 'bad':
      return (
        <span className="whitespace-nowrap text-failed">
          <StatusIcon status="failed" className="mr-1 inline-block size-3 align-[-1.5px]" />
          {part.text}
        </span>
      )
    case 'desktop':
      return <DesktopName {...part} />
    default:
      return <TaskName {...part} room={room} />
  }
}

function DesktopName({ text: name, desktopId }: Extract<Part, { kind: 'desktop' }>) {
  const look = 'font-[550] text-text'
  if (desktopId === null) return <bdi className={look}>{name}</bdi>
  return (
    <Link
      to="/desktops/$desktopId"
      params={{ desktopId }}
      className={classNames(look, 'hover:underline')}
    >
      <bdi>{name}</bdi>
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
  const title = shown === words ? undefined : words
  if (taskId === null) {
    return (
      <bdi className={look} title={title}>
        {shown}
      </bdi>
    )
  }
  return (
    <Link
      to="/tasks/$taskId"
      params={{ taskId }}
      title={title}
      className={classNames(look, 'hover:underline')}
    >
      <bdi>{shown || text.activity.someTask}</bdi>
    </Link>
  )
}
