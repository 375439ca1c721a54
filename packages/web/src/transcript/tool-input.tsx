import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { Snippet } from './snippet.tsx'

interface Props {
  input: unknown
  title: string
  /** Passed on to `Snippet`, like `onAll`. */
  limit?: number
  onAll?: () => void
}

/** The input of a tool: each field by name, text as it is, without what the title already says. */
export function ToolInput({ input, title, ...snippet }: Props) {
  return fieldsOf(input, title).map(([name, shown]) => (
    <Field key={name} name={name} shown={shown} {...snippet} />
  ))
}

/** Each field that is shown, by its name. */
export function fieldsOf(input: unknown, title: string): [name: string, shown: string][] {
  if (input === null || input === undefined) return []
  if (typeof input !== 'object' || Array.isArray(input)) {
    return [[text.transcript.input, shownOf(input)]]
  }
  return Object.entries(input)
    .filter(([, value]) => value !== title)
    .map(([name, value]) => [name, shownOf(value)])
}

function shownOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}

interface FieldProps extends Omit<Props, 'input' | 'title'> {
  name: string
  shown: string
}

function Field({ name, shown, ...snippet }: FieldProps) {
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
      <Snippet text={shown} {...snippet} />
    </div>
  )
}
