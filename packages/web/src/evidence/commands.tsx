import type { RanCommand } from '@mission-control/protocol'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { Pill } from '../ui/pill.tsx'
import { commandWords } from './command-words.ts'

const words = text.evidence

/** The commands of the agent in their order, with their ends, and those that were denied. */
export function Commands({ commands, truncated }: { commands: RanCommand[]; truncated: boolean }) {
  if (commands.length === 0) return null
  return (
    <section aria-label={words.commands} className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
      <h3 className="font-[550]">{commandWords(commands)}</h3>
      <ol className="divide-y divide-line rounded-lg border border-line bg-panel">
        {commands.map(({ command, exitCode, denied }, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same command may be run twice.
          <li key={place} className="flex items-start gap-2 px-2.5 py-1.5">
            <div className="min-w-0 flex-1">
              <pre className="font-mono text-xs/[18px] [overflow-wrap:anywhere] whitespace-pre-wrap">
                <VisibleText text={command} />
              </pre>
              {denied !== null && (
                <p className="text-xs text-dim">
                  <VisibleText text={denied} />
                </p>
              )}
            </div>
            {denied !== null && <Pill>{words.denied}</Pill>}
            {exitCode !== null && <Pill bad={exitCode !== 0}>{text.task.exit(exitCode)}</Pill>}
          </li>
        ))}
      </ol>
      {truncated && <p className="text-dim">{words.moreCommands}</p>}
    </section>
  )
}
