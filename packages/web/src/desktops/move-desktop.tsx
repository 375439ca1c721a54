import type { Desktop } from '@mission-control/protocol'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { useSession } from '../account/session.ts'
import { explain } from '../app/explain.ts'
import { useWorkspaces } from '../app/use-workspaces.ts'
import { openWorkspace } from '../app/workspace.ts'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { SelectField } from '../ui/field.tsx'
import { Skeleton } from '../ui/skeleton.tsx'

const words = text.desktops.move

/** Asks where to, and says what stays behind. */
export function MoveDesktop({ desktop, onClose }: { desktop: Desktop; onClose: () => void }) {
  const { id, name } = desktop
  const { client } = useCore()
  const { workspace: here } = useSession()
  const workspaces = useWorkspaces()
  const [chosen, setChosen] = useState('')
  const places = (workspaces.data ?? []).filter(
    ({ id, role }) => id !== here?.id && role === 'admin',
  )
  const place = places.find(({ id }) => id === chosen) ?? places[0]
  const move = useMutation({
    mutationFn: async (to: NonNullable<typeof place>) => {
      await client.desktops.move(id, to.id)
      openWorkspace(to, `desktops/${id}`)
    },
  })
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    if (place && !move.isPending) move.mutate(place)
  }
  const error = workspaces.error ?? move.error
  return (
    <Dialog open onOpenChange={onClose} title={words.title(name)} description={words.about}>
      <form onSubmit={onSubmit} className="grid gap-3 px-5 pt-2 pb-4">
        {workspaces.isPending && <Skeleton className="h-12" />}
        {place && (
          <>
            <SelectField
              label={words.workspace}
              value={place.id}
              onChange={(event) => setChosen(event.target.value)}
            >
              {places.map(({ id, label }) => (
                <option key={id} value={id}>
                  {label}
                </option>
              ))}
            </SelectField>
            <ul className="list-disc pl-5">
              <li>{words.chat}</li>
              <li>{words.agent}</li>
            </ul>
          </>
        )}
        {workspaces.data && !place && <p>{words.nowhere}</p>}
        {error && (
          <p role="alert" className="text-failed">
            {explain(error)}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{text.actions.cancel}</Button>
          {place && (
            <Button type="submit" look="danger" disabled={move.isPending}>
              {words.confirm}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  )
}
