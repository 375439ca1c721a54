import { memo, useMemo, useState } from 'react'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { type DiffLine, parseDiff } from './diff.ts'

const words = text.evidence

/** More lines than this are shown only on demand. */
const LINES = 400

const LOOKS: Record<DiffLine['kind'], string> = {
  same: '',
  added: 'bg-added-ground',
  removed: 'bg-removed-ground',
  gap: 'bg-bg text-faint',
  note: 'text-faint italic',
}

/** Not by colour alone: each line carries its sign. */
const SIGNS: Record<DiffLine['kind'], string> = {
  same: '',
  added: '+',
  removed: '−',
  gap: '',
  note: '',
}

/** What has changed in a file, line by line. */
export function DiffView({ path, diff }: { path: string; diff: string }) {
  const { lines } = useMemo(() => parseDiff(diff), [diff])
  const [all, setAll] = useState(false)
  const shown = all ? lines : lines.slice(0, LINES)
  return (
    <>
      <section
        aria-label={words.diffOf(path)}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
        tabIndex={0}
        className="overflow-x-auto bg-sunk font-mono text-xs/[18px] outline-offset-[-2px]"
      >
        <div className="w-max min-w-full py-1">
          {shown.map((line, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a diff don't change.
            <Line key={place} line={line} isFirst={place === 0} />
          ))}
        </div>
      </section>
      {shown.length < lines.length && (
        <button
          type="button"
          onClick={() => setAll(true)}
          className="w-full border-t border-line px-2.5 py-1 text-left text-xs text-accent hover:underline"
        >
          {words.showAll(lines.length)}
        </button>
      )}
    </>
  )
}

const Line = memo(function Line({ line, isFirst }: { line: DiffLine; isFirst: boolean }) {
  const { kind, before, after, text: content } = line
  if (kind === 'gap' && isFirst && content === '') return null
  const said = kind === 'added' || kind === 'removed' ? words.line[kind] : null
  return (
    <div data-diff={kind} className={`flex ${LOOKS[kind]}`}>
      <LineNumber of={before} />
      <LineNumber of={after} />
      <span aria-hidden="true" className="w-5 flex-none text-center font-semibold select-none">
        {SIGNS[kind]}
      </span>
      {said && <span className="sr-only">{said}: </span>}
      <span className="pr-3 whitespace-pre [tab-size:8]">
        {kind === 'gap' ? `⋯ ${content}` : <VisibleText text={content} />}
      </span>
    </div>
  )
})

function LineNumber({ of }: { of: number | null }) {
  return (
    <span
      aria-hidden="true"
      className="w-[5ch] flex-none pr-1.5 text-right text-faint select-none phone:hidden"
    >
      {of}
    </span>
  )
}
