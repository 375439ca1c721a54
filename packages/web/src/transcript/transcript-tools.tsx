import { explain } from '../app/explain.ts'
import { copyText } from '../clipboard/copy-text.ts'
import { text } from '../strings/index.ts'
import { useSay } from '../toasts/toasts.tsx'
import { Button } from '../ui/button.tsx'
import { asText } from './as-text.ts'
import type { Transcript } from './transcript.ts'

const words = text.transcript

interface Props {
  transcript: Transcript
  empty: boolean
}

export function TranscriptTools({ transcript, empty }: Props) {
  const say = useSay()
  const copy = () =>
    void copyText(asText(transcript)).then(
      () => say(words.copied),
      (error: unknown) => say(explain(error), { bad: true }),
    )
  return (
    <div role="toolbar" aria-label={words.tools} className="flex flex-none items-center gap-1.5">
      <Button size="small" icon="copy" disabled={empty} onClick={copy}>
        <span className="phone:sr-only">{text.actions.copy}</span>
      </Button>
    </div>
  )
}
