import type { Desktop, TaskStatus } from '@mission-control/protocol'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type SubmitEvent, useState } from 'react'
import { explain } from '../app/explain.ts'
import type { Live } from '../live/live.ts'
import { useCore, useLive } from '../live/use-live.tsx'
import { visible } from '../log/blanks.ts'
import { text } from '../strings/index.ts'
import { useSay } from '../toasts/toasts.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'

const words = text.desktops.remove

/** Says what is lost with the desktop. If tasks run there, its name has to be typed. */
export function RemoveDesktop({ desktop, onClose }: { desktop: Desktop; onClose: () => void }) {
  const { id, name } = desktop
  const { client } = useCore()
  const say = useSay()
  const navigate = useNavigate()
  const running = useLive((live) => countThere(live, id, 'running'))
  const pending = useLive((live) => countThere(live, id, 'pending'))
  const [typed, setTyped] = useState('')
  const remove = useMutation({
    mutationFn: async () => await client.desktops.delete(id),
    onSuccess: () => {
      say(words.done(name))
      void navigate({ to: '/desktops' })
    },
  })
  const isSure = running === 0 || [name, visible(name)].includes(typed.trim())
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    if (isSure && !remove.isPending) remove.mutate()
  }
  return (
    <Dialog open onOpenChange={onClose} title={words.title(name)} description={words.about}>
      <form onSubmit={onSubmit} className="grid gap-3 px-5 pt-2 pb-4">
        <ul className="list-disc pl-5">
          {running > 0 && <li>{words.running(running)}</li>}
          {pending > 0 && <li>{words.pending(pending)}</li>}
          <li>{words.history}</li>
        </ul>
        {running > 0 && (
          <TextField
            label={words.typeName(name)}
            value={typed}
            autoFocus
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
        {remove.error && (
          <p role="alert" className="text-failed">
            {explain(remove.error)}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{text.actions.keep}</Button>
          <Button
            look="danger"
            type="submit"
            autoFocus={running === 0}
            disabled={!isSure || remove.isPending}
          >
            {words.confirm}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function countThere({ columns, cards }: Live, desktopId: string, status: TaskStatus): number {
  return columns[status].ids.filter((id) => cards.get(id)?.desktopId === desktopId).length
}
