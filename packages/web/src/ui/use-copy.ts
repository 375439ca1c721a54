import { useEffect, useState } from 'react'

const THANKS_MS = 2_000

/** Copies to the clipboard; `copied` is true for a moment after it. */
export function useCopy(words: string): { copied: boolean; copy: () => Promise<void> } {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), THANKS_MS)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async () => {
    await writeToClipboard(words)
    setCopied(true)
  }
  return { copied, copy }
}

/** A page without TLS, other than on localhost, has no clipboard of its own: then by a selection. */
async function writeToClipboard(words: string): Promise<void> {
  if (navigator.clipboard) return await navigator.clipboard.writeText(words)
  const field = document.createElement('textarea')
  field.value = words
  // Inside of an open dialog, or the dialog would take the focus back before it is copied.
  const parent = document.activeElement?.parentElement ?? document.body
  parent.append(field)
  field.select()
  document.execCommand('copy')
  field.remove()
}
