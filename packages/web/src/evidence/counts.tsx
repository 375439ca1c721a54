import { text } from '../strings/index.ts'

/** `+12 −3` */
export function Counts({ added, removed }: { added: number; removed: number }) {
  return (
    <span className="font-mono text-2xs whitespace-nowrap tabular-nums">
      <span className="sr-only">{text.evidence.counts(added, removed)}</span>
      <span aria-hidden="true">
        {added > 0 && <span className="text-done">+{added}</span>}
        {added > 0 && removed > 0 && ' '}
        {removed > 0 && <span className="text-failed">−{removed}</span>}
      </span>
    </span>
  )
}
