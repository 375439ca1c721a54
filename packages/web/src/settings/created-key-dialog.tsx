import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { CopyLine } from '../ui/copy-line.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { exampleFor } from './example.ts'

const words = text.settings.apiKeys

export interface CreatedKey {
  name: string
  key: string
}

/** The only place where a key is ever shown: it stays until somebody says that they have it. */
export function CreatedKeyDialog({
  created,
  onClose,
}: {
  created: CreatedKey
  onClose: () => void
}) {
  return (
    <Dialog
      open
      onOpenChange={() => undefined}
      title={words.createdTitle(created.name)}
      description={words.shownOnce}
      locked
    >
      <div className="grid gap-3 px-5 pt-3 pb-4">
        <CopyLine line={created.key} wrap />
        <div className="grid gap-1">
          <p className="text-xs text-dim">{words.example}</p>
          <CopyLine line={exampleFor(created.key, new URL('.', document.baseURI).href)} wrap />
        </div>
        <Button look="main" className="justify-self-end" onClick={onClose}>
          {words.done}
        </Button>
      </div>
    </Dialog>
  )
}
