import type { Desktop } from '@mission-control/protocol'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { explain } from '../app/explain.ts'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'

const words = text.chat

/** Forgets the conversation, after a question. */
export function ClearChat({ desktop, onCleared }: { desktop: Desktop; onCleared: () => void }) {
  const { client } = useCore()
  const [asking, setAsking] = useState(false)
  const clear = useMutation({
    mutationFn: async () => await client.desktops.chat.clear(desktop.id),
    onSuccess: () => {
      setAsking(false)
      onCleared()
    },
  })
  return (
    <>
      <Button needs="tasks" size="small" look="quiet" icon="trash" onClick={() => setAsking(true)}>
        {words.clear}
      </Button>
      {asking && (
        <Dialog
          open
          narrow
          onOpenChange={setAsking}
          title={words.clearTitle}
          description={words.clearAbout}
        >
          <div className="grid gap-3 px-5 pt-3 pb-4">
            {clear.error && (
              <p role="alert" className="text-failed">
                {explain(clear.error)}
              </p>
            )}
            <div className="flex justify-end gap-2">
              <Button onClick={() => setAsking(false)}>{text.actions.keep}</Button>
              <Button
                look="danger"
                autoFocus
                disabled={clear.isPending}
                onClick={() => clear.mutate()}
              >
                {words.clearIt}
              </Button>
            </div>
          </div>
        </Dialog>
      )}
    </>
  )
}
