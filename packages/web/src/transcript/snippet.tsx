import { useState } from 'react'
import { VisibleText } from '../log/visible-text.tsx'
import { RestButton } from '../reading/rest-button.tsx'

/** More than this is shown only on demand. */
const CHARACTERS = 20_000

interface Props {
  text: string
  /** How many characters are shown at first. */
  limit?: number
  /** Called when somebody wants the rest; without it the snippet shows it by itself. */
  onAll?: () => void
}

/** What a machine was given or said, in a box that scrolls. */
export function Snippet({ text, limit = CHARACTERS, onAll }: Props) {
  const [all, setAll] = useState(false)
  const rest = all ? 0 : Math.max(0, text.length - limit)
  return (
    <div className="overflow-hidden rounded-[7px] border border-line bg-sunk">
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
        tabIndex={0}
        className="max-h-80 overflow-auto px-2.5 py-1.5 font-mono text-xs/[18px] [overflow-wrap:anywhere] whitespace-pre-wrap outline-offset-[-2px]"
      >
        <VisibleText text={rest > 0 ? text.slice(0, limit).toWellFormed() : text} />
      </pre>
      {rest > 0 && <RestButton rest={rest} onShow={onAll ?? (() => setAll(true))} />}
    </div>
  )
}
