import { useEffect, useState } from 'react'
import { explain } from '../app/explain.ts'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { ChangedFileView } from './changed-file.tsx'
import { Commands } from './commands.tsx'
import type { ChosenFile } from './use-chosen-file.ts'
import type { Evidence } from './use-evidence.ts'

const words = text.evidence

/** How many files are open at first. */
const OPEN = 5

interface Props {
  evidence: Evidence
  chosen: ChosenFile | null
}

/** All that the agent has changed and run, for its reviewer. */
export function ChangesPart({ evidence: { evidence, error, retry }, chosen }: Props) {
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set())
  const toggle = (path: string) => {
    const after = new Set(toggled)
    if (!after.delete(path)) after.add(path)
    setToggled(after)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: a file that was asked for is opened.
  useEffect(() => {
    setToggled(new Set())
  }, [chosen])
  const isOpen = (path: string, place: number) =>
    (place < OPEN || path === chosen?.path) !== toggled.has(path)
  if (error && !evidence) {
    return (
      <div role="alert" className="grid justify-items-start gap-2 px-5 py-4 phone:px-4">
        <p>{explain(error)}</p>
        <Button onClick={retry}>{text.actions.retry}</Button>
      </div>
    )
  }
  if (!evidence) return <p className="px-5 py-4 text-dim phone:px-4">{words.loading}</p>
  const { files, filesTruncated, filesTotal, problem, commands, commandsTruncated } = evidence
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-5 pt-3 pb-6 phone:px-4">
      <div className="grid max-w-[980px] grid-cols-[minmax(0,1fr)] gap-4">
        <section aria-label={words.files} className="grid grid-cols-[minmax(0,1fr)] gap-2">
          {files === null || files.length === 0 ? (
            <p className="text-dim">
              {files === null ? (problem ?? words.filesUnknown) : words.noFiles}
            </p>
          ) : (
            <ul className="grid grid-cols-[minmax(0,1fr)] gap-2">
              {files.map((file, place) => (
                <ChangedFileView
                  key={file.pathBytes ?? file.path}
                  file={file}
                  open={isOpen(file.path, place)}
                  onToggle={() => toggle(file.path)}
                  chosen={file.path === chosen?.path ? chosen : null}
                />
              ))}
            </ul>
          )}
          {filesTruncated && (
            <p className="text-dim">{words.moreFiles(files?.length ?? 0, filesTotal)}</p>
          )}
        </section>
        <Commands commands={commands} truncated={commandsTruncated} />
      </div>
    </div>
  )
}
