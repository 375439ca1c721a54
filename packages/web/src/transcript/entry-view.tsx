import { adviceFor } from '@mission-control/protocol'
import { memo } from 'react'
import { plainText } from '../log/sgr.ts'
import { VisibleText } from '../log/visible-text.tsx'
import { Markdown } from '../markdown/markdown.tsx'
import { text } from '../strings/index.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { Icon } from '../ui/icons.tsx'
import type { EntryOf } from './entry.ts'
import type { EntryProps } from './entry-props.ts'
import { PermissionEntry } from './permission-entry.tsx'
import { Snippet } from './snippet.tsx'
import { ThoughtView } from './thought-view.tsx'
import { ToolView } from './tool-view.tsx'

const words = text.transcript

/** One entry of a transcript, whatever it is. */
export const EntryView = memo(function EntryView(props: EntryProps) {
  const { entry } = props
  switch (entry.kind) {
    case 'message':
      return <Markdown text={entry.text} />
    case 'thought':
      return <ThoughtView {...props} entry={entry} />
    case 'tool':
      return <ToolView {...props} entry={entry} />
    case 'changes':
      return <Changes entry={entry} />
    case 'result':
      return <Result text={entry.text} />
    case 'permission':
      return <PermissionEntry entry={entry} />
    case 'error':
      return <Failure entry={entry} />
    case 'printed':
      return (
        <figure className="grid gap-1">
          <figcaption className="text-xs text-dim">{words.printed[entry.stream]}</figcaption>
          <Snippet text={plainText(entry.text).trimEnd()} />
        </figure>
      )
  }
})

function Changes({ entry: { files } }: { entry: EntryOf<'changes'> }) {
  return (
    <ul aria-label={words.changes} className="grid gap-0.5 pl-[22px] text-xs text-dim">
      {files.map(({ path, change }) => (
        <li key={path} className="flex min-w-0 items-baseline gap-1.5">
          <span className="flex-none text-faint">{words.change[change]}</span>
          <span className="font-mono [overflow-wrap:anywhere]">
            <VisibleText text={path} />
          </span>
        </li>
      ))}
    </ul>
  )
}

/** The result of the run. */
function Result({ text: answer }: { text: string }) {
  return (
    <section className="my-1 rounded-lg border border-line-strong bg-panel px-3.5 pt-2 pb-3 shadow-card">
      <div className="mb-1 flex items-center justify-between gap-2">
        <h3 className="flex items-center gap-1.5 text-sm font-semibold text-dim">
          <Icon name="prompt" className="size-3.5 text-accent" />
          {words.result}
        </h3>
        <CopyButton words={answer}>{text.actions.copy}</CopyButton>
      </div>
      <Markdown text={answer} />
    </section>
  )
}

function Failure({ entry: { code, message } }: { entry: EntryOf<'error'> }) {
  const advice = adviceFor(code)
  return (
    <section className="my-1 grid gap-1 rounded-lg border border-failed/40 bg-failed-ground px-3.5 py-2.5">
      <h3 className="flex items-center gap-1.5 font-semibold text-failed">
        <Icon name="warning" />
        {words.error}: {text.failure(code)}
      </h3>
      <p className="[overflow-wrap:anywhere]">
        <VisibleText text={message} />
      </p>
      {advice && <p className="text-dim">{advice}</p>}
    </section>
  )
}
