import { VisibleText } from '../log/visible-text.tsx'

/** A percentage at the end of a line, which may have no room for it. */
const PERCENT = /^(.{12,}?)(\d{1,3}(?:[.,]\d+)? ?%.{0,6})/u

/** The last line of an output; where it tells a percentage, that stays in sight. */
export function Tail({ text }: { text: string }) {
  const [, before, percent] = PERCENT.exec(text) ?? []
  return (
    <p className="flex min-w-0 rounded-[5px] bg-sunk px-1.5 py-[3px] font-mono text-2xs/4 text-dim">
      <VisibleText text={before ?? text} className="min-w-0 truncate" />
      {percent && <VisibleText text={percent} className="flex-none whitespace-pre" />}
    </p>
  )
}
