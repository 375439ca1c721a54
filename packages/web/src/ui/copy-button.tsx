import { text } from '../strings/index.ts'
import { Button } from './button.tsx'
import { useCopy } from './use-copy.ts'

interface Props {
  /** What is copied. */
  words: string
  className?: string
  children: string
}

/** Copies, and says for a moment that it has. */
export function CopyButton({ words, className, children }: Props) {
  const { copied, copy } = useCopy(words)
  return (
    <Button size="small" icon={copied ? 'check' : 'copy'} onClick={copy} className={className}>
      {copied ? text.actions.copied : children}
    </Button>
  )
}
