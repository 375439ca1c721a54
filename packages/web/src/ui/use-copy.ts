import { useEffect, useState } from 'react'
import { explain } from '../app/explain.ts'
import { copyText } from '../clipboard/copy-text.ts'
import { useSay } from '../toasts/toasts.tsx'

const THANKS_MS = 2_000

/** Copies to the clipboard; `copied` is true for a moment afterwards. */
export function useCopy(words: string): { copied: boolean; copy: () => Promise<void> } {
  const say = useSay()
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), THANKS_MS)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = () =>
    copyText(words).then(
      () => setCopied(true),
      (error) => say(explain(error), { bad: true }),
    )
  return { copied, copy }
}
