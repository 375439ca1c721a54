import type { CreatedDesktop } from '@mission-control/protocol'
import { useState } from 'react'
import { text } from '../strings/index.ts'
import { Dialog } from '../ui/dialog.tsx'
import { AddForm } from './add-form.tsx'
import { ConnectSteps } from './connect-steps.tsx'

const words = text.desktops.add

/** Registers a desktop, then shows how its machine joins and waits until it has. */
export function AddDesktop({ onClose }: { onClose: () => void }) {
  const [created, setCreated] = useState<CreatedDesktop | null>(null)
  if (!created) {
    return (
      <Dialog open onOpenChange={onClose} title={words.title} description={words.about}>
        <AddForm onCreated={setCreated} />
      </Dialog>
    )
  }
  return (
    // The credential is never shown again: only a button closes this, no slip of the hand.
    <Dialog
      open
      onOpenChange={() => undefined}
      locked
      title={words.commandTitle(created.name)}
      description={words.command}
    >
      <ConnectSteps created={created} onClose={onClose} />
    </Dialog>
  )
}
