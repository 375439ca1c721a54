import { useState } from 'react'
import { VisibleText } from '../log/visible-text.tsx'
import { text as words } from '../strings/index.ts'

/** More than this is shown only on demand. */
const CHARACTERS = 20_000

/** What a machine was given or said, in a box that scrolls. */
export function Snippet({ text }: { text: string }) {
  const [all, setAll] = useState(false)
  const rest = all ? 0 : Math.max(0, text.length - CHARACTERS)
  return (
    <div className="overflow-hidden rounded-[7px] border border-line bg-sunk">
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
        tabIndex={0}
        className="max-h-80 overflow-auto px-2.5 py-1.5 font-mono text-xs/[18px] [overflow-wrap:anywhere] whitespace-pre-wrap outline-offset-[-2px]"
      >
        <VisibleText text={rest > 0 ? text.slice(0, CHARACTERS).toWellFormed() : text} />
      </pre>
      {rest > 0 && (
        <button
          type="button"
          onClick={() => setAll(true)}
          className="w-full border-t border-line px-2.5 py-1 text-left text-xs text-accent hover:underline"
        >
          {words.transcript.leftOut(rest)}
        </button>
      )}
    </div>
  )
}
