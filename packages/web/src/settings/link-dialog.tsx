import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { CopyLine } from '../ui/copy-line.tsx'
import { Dialog } from '../ui/dialog.tsx'

interface Props {
  title: string
  about: string
  link: string
  onDone: () => void
}

/** A link that is shown once. */
export function LinkDialog({ title, about, link, onDone }: Props) {
  return (
    <Dialog open onOpenChange={() => undefined} title={title} description={about} locked>
      <div className="grid gap-3 px-5 pt-3 pb-4">
        <CopyLine line={link} wrap />
        <Button look="main" className="justify-self-end" onClick={onDone}>
          {text.people.done}
        </Button>
      </div>
    </Dialog>
  )
}
