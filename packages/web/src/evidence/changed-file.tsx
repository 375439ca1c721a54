import type { ChangedFile } from '@mission-control/protocol'
import { useEffect, useMemo, useRef } from 'react'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { Icon } from '../ui/icons.tsx'
import { Pill } from '../ui/pill.tsx'
import { Counts } from './counts.tsx'
import { parseDiff } from './diff.ts'
import { DiffView } from './diff-view.tsx'
import { Facts } from './facts.tsx'
import { shownName } from './shown-name.ts'
import type { ChosenFile } from './use-chosen-file.ts'

const words = text.evidence

interface Props {
  file: ChangedFile
  open: boolean
  onToggle: () => void
  /** Somebody chose this file: it is scrolled into sight. */
  chosen: ChosenFile | null
}

/** One file, and what has changed in it. */
export function ChangedFileView({ file, open, onToggle, chosen }: Props) {
  const { path, change, size, diff, ignored, mode, kind } = file
  const hasFacts = mode !== null || kind !== null
  const element = useRef<HTMLLIElement>(null)
  const counts = useMemo(() => (diff ? parseDiff(diff) : null), [diff])
  useEffect(() => {
    if (!chosen) return
    element.current?.scrollIntoView({ block: 'start' })
    element.current?.querySelector('button')?.focus({ preventScroll: true })
  }, [chosen])
  return (
    <li
      ref={element}
      className="scroll-mt-2 overflow-hidden rounded-lg border border-line bg-panel"
    >
      <h3>
        <button
          type="button"
          aria-expanded={open}
          onClick={onToggle}
          className="flex min-h-8 w-full min-w-0 items-center gap-2 px-2.5 py-1 text-left outline-offset-[-2px] hover:bg-sunk"
        >
          <Icon name={open ? 'down' : 'right'} className="size-3 text-faint" />
          <span className="min-w-0 font-mono text-xs [overflow-wrap:anywhere]">
            <VisibleText text={shownName(path)} />
          </span>
          <span className="flex-none text-xs text-dim">{text.transcript.change[change]}</span>
          {ignored && <Pill>{words.ignored}</Pill>}
          <span className="ml-auto flex-none">
            {counts ? (
              <Counts {...counts} />
            ) : (
              <span className="text-xs text-faint">{words.size(size)}</span>
            )}
          </span>
        </button>
      </h3>
      {open && (
        <div className="border-t border-line">
          <Facts file={file} />
          {diff ? (
            <DiffView path={shownName(path)} diff={diff} />
          ) : (
            !(hasFacts && (diff === '' || kind)) && (
              <p className="px-3 py-2 text-dim">{ignored ? words.ignoredWhy : words.noDiff}</p>
            )
          )}
        </div>
      )}
    </li>
  )
}
