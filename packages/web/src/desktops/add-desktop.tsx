import type { CreatedJoinToken } from '@mission-control/protocol'
import { useState } from 'react'
import { text } from '../strings/index.ts'
import { Dialog } from '../ui/dialog.tsx'
import { AddForm } from './add-form.tsx'
import { ConnectSteps } from './connect-steps.tsx'

const words = text.desktops.add

/** Makes a join token, then shows the line by which machines join, and those that have. */
export function AddDesktop({ onClose }: { onClose: () => void }) {
  const [created, setCreated] = useState<CreatedJoinToken | null>(null)
  if (!created) {
    return (
      <Dialog open onOpenChange={onClose} title={words.title} description={words.about}>
        <AddForm onCreated={setCreated} />
      </Dialog>
    )
  }
  return (
    // The token is never shown again, so only its buttons close the dialog.
    <Dialog
      open
      onOpenChange={() => undefined}
      locked
      title={words.commandTitle(created.uses)}
      description={words.command}
    >
      <ConnectSteps created={created} onClose={onClose} />
    </Dialog>
  )
}
