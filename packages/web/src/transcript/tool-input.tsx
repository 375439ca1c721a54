import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { Snippet } from './snippet.tsx'

/** What a tool was, or is to be, given: each field by its name, words as they are, but for its title. */
export function ToolInput({ input, title }: { input: unknown; title: string }) {
  if (input === null || input === undefined) return null
  if (typeof input !== 'object' || Array.isArray(input)) {
    return <Field name={text.transcript.input} value={input} />
  }
  return Object.entries(input)
    .filter(([, value]) => value !== title)
    .map(([name, value]) => <Field key={name} name={name} value={value} />)
}

function Field({ name, value }: { name: string; value: unknown }) {
  const shown = typeof value === 'string' ? value : JSON.stringify(value, null, 2)
  const label = (
    <span className="flex-none text-xs text-dim">
      <VisibleText text={name} />
    </span>
  )
  if (shown.length <= 80 && !shown.includes('\n')) {
    return (
      <p className="flex min-w-0 items-baseline gap-2">
        {label}
        <span className="font-mono text-xs [overflow-wrap:anywhere]">
          <VisibleText text={shown} />
        </span>
      </p>
    )
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-0.5">
      {label}
      <Snippet text={shown} />
    </div>
  )
}
