import { useEffect, useState } from 'react'
import { text } from '../strings/index.ts'
import { Button } from './button.tsx'

interface Props {
  /** What is copied. */
  words: string
  className?: string
  children: string
}

/** Copies, and says for a moment that it has. */
export function CopyButton({ words, className, children }: Props) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 2_000)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async () => {
    await writeToClipboard(words)
    setCopied(true)
  }
  return (
    <Button size="small" icon={copied ? 'check' : 'copy'} onClick={copy} className={className}>
      {copied ? text.actions.copied : children}
    </Button>
  )
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
