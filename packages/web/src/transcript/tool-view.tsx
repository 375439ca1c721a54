import { withoutEscapes } from '../log/escapes.ts'
import { plainText } from '../log/sgr.ts'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { Pill } from '../ui/pill.tsx'
import { StatusIcon } from '../ui/status.tsx'
import type { EntryOf, ToolResult } from './entry.ts'
import type { EntryProps } from './entry-props.ts'
import { Fold } from './fold.tsx'
import { Snippet } from './snippet.tsx'
import { ToolInput } from './tool-input.tsx'

const words = text.transcript

/** A tool that it used: what for, how it went, and on demand what it was given and gave back. */
export function ToolView({ entry, over, open, onToggle }: EntryProps<EntryOf<'tool'>>) {
  const { tool, title, input, result } = entry
  const state = stateOf(result, over)
  const isNamed = title !== tool && !title.startsWith(`${tool} `)
  const head = (
    <>
      <StatusIcon status={state.icon} className="size-3.5" />
      <span className="sr-only">{state.word}: </span>
      <span className="min-w-0 truncate font-mono text-xs">
        <VisibleText text={title} />
      </span>
      {state.shown && <Pill bad={state.icon === 'failed'}>{state.shown}</Pill>}
      {isNamed && (
        <span className="ml-auto max-w-[40%] flex-none truncate pl-2 text-2xs text-faint">
          <VisibleText text={tool} />
        </span>
      )}
    </>
  )
  return (
    <Fold title={head} open={open} onToggle={onToggle}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
        <ToolInput input={input} title={title} />
        <ToolOutput result={result} over={over} />
      </div>
    </Fold>
  )
}

function ToolOutput({ result, over }: { result: ToolResult | null; over: boolean }) {
  if (result === null) {
    return <p className="text-xs text-dim">{over ? words.noResult : words.running}</p>
  }
  const output = plainText(withoutEscapes(result.output)).trimEnd()
  if (output === '') return <p className="text-xs text-dim">{words.noOutput}</p>
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-0.5">
      <p className="text-xs text-dim">{words.output}</p>
      <Snippet text={output} />
    </div>
  )
}

function stateOf(result: ToolResult | null, over: boolean) {
  if (result === null) {
    return over
      ? ({ icon: 'cancelled', word: words.unknownEnd, shown: words.unknownEnd } as const)
      : ({ icon: 'running', word: words.running, shown: null } as const)
  }
  const { ok, exitCode } = result
  const exit = exitCode === null ? null : text.task.exit(exitCode)
  if (exitCode !== null && exitCode !== 0) {
    return { icon: 'failed', word: words.failed, shown: exit } as const
  }
  return ok
    ? ({ icon: 'done', word: words.ok, shown: exit } as const)
    : ({ icon: 'failed', word: words.failed, shown: words.failed } as const)
}
