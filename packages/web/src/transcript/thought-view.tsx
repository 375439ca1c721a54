import { firstLine } from '@mission-control/protocol'
import { VisibleText } from '../log/visible-text.tsx'
import { Markdown } from '../markdown/markdown.tsx'
import { text } from '../strings/index.ts'
import type { EntryOf } from './entry.ts'
import type { EntryProps } from './entry-props.ts'
import { Fold } from './fold.tsx'

/** What it thought: quiet, and folded. */
export function ThoughtView({ entry, open, onToggle }: EntryProps<EntryOf<'thought'>>) {
  const title = (
    <span className="min-w-0 flex-1 truncate text-xs text-faint">
      {text.transcript.thought}
      {!open && (
        <>
          {' · '}
          <VisibleText text={firstLine(entry.text)} />
        </>
      )}
    </span>
  )
  return (
    <Fold title={title} open={open} onToggle={onToggle}>
      <div className="border-l-2 border-line pl-3 text-dim">
        <Markdown text={entry.text} />
      </div>
    </Fold>
  )
}
