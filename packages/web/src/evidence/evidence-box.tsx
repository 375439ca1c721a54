import type { ChangedFile } from '@mission-control/protocol'
import { memo, useMemo } from 'react'
import { visible } from '../log/blanks.ts'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { commandWords } from './command-words.ts'
import { Counts } from './counts.tsx'
import { parseDiff } from './diff.ts'
import { shownName } from './shown-name.ts'
import type { Evidence } from './use-evidence.ts'

const words = text.evidence

/** How many files are named; the Changes tab has the rest. */
const NAMED = 8

interface Props {
  evidence: Evidence
  /** Opens the changes, at the file with this path if one is given. */
  onOpen: (path: string | null) => void
}

/** The evidence in a few lines beside the decision. Each leads to the details. */
export const EvidenceBox = memo(function EvidenceBox({ evidence: { evidence }, onOpen }: Props) {
  if (!evidence) return null
  const { files, commands } = evidence
  const hasFiles = files !== null && files.length > 0
  if (!hasFiles && commands.length === 0) return null
  return (
    <section
      aria-label={words.title}
      className="border-line @max-4xl:flex @max-4xl:flex-wrap @max-4xl:gap-x-4 @max-4xl:border-b @max-4xl:px-3.5 @max-4xl:py-1.5 @4xl:mb-4 @4xl:grid @4xl:gap-1 @4xl:rounded-xl @4xl:border @4xl:p-3.5"
    >
      {hasFiles && (
        <Files
          files={files}
          total={evidence.filesTotal ?? files.length}
          more={evidence.filesTruncated}
          onOpen={onOpen}
        />
      )}
      {commands.length > 0 && (
        <button
          type="button"
          onClick={() => onOpen(null)}
          className="min-h-6 justify-self-start text-dim hover:text-text hover:underline"
        >
          {commandWords(commands)}
        </button>
      )}
    </section>
  )
})

interface FilesProps {
  files: readonly ChangedFile[]
  total: number
  more: boolean
  onOpen: (path: string | null) => void
}

function Files({ files, total, more, onOpen }: FilesProps) {
  const all = useMemo(
    () =>
      files.map((file) => ({ ...file, counts: file.diff === null ? null : parseDiff(file.diff) })),
    [files],
  )
  return (
    <>
      <h3>
        <button
          type="button"
          onClick={() => onOpen(null)}
          className="min-h-6 font-semibold hover:underline"
        >
          {words.fileCount(total, more && total <= files.length)}
        </button>
      </h3>
      <ul className="grid @max-4xl:hidden">
        {all.slice(0, NAMED).map(({ path, pathBytes, change, counts, ignored }) => (
          <li key={pathBytes ?? path}>
            <button
              type="button"
              title={visible(path)}
              onClick={() => onOpen(path)}
              className="-mx-1.5 flex w-[calc(100%+12px)] min-w-0 items-baseline min-h-6 gap-2 rounded-md px-1.5 py-0.5 text-left hover:bg-sunk pointer-coarse:min-h-7"
            >
              <span className="min-w-0 truncate font-mono text-xs">
                <VisibleText text={shownName(path)} />
              </span>
              <span className="ml-auto flex flex-none items-baseline gap-1.5 text-2xs text-dim">
                {ignored && words.ignored}
                {change !== 'modified' && text.transcript.change[change]}
                {counts && <Counts {...counts} />}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {total > NAMED && (
        <button
          type="button"
          onClick={() => onOpen(null)}
          className="min-h-6 justify-self-start text-dim hover:text-text hover:underline @max-4xl:hidden"
        >
          {words.furtherFiles(total - NAMED)}
        </button>
      )}
    </>
  )
}
