import type { Desktop } from '@mission-control/protocol'
import { useMutation } from '@tanstack/react-query'
import { explain } from '../app/explain.ts'
import { byUse } from '../desktops/order.ts'
import { useCore, useLive } from '../live/use-live.tsx'
import { visible } from '../log/blanks.ts'
import { text } from '../strings/index.ts'
import { useSay } from '../toasts/toasts.tsx'
import { SelectField } from '../ui/field.tsx'
import { Skeleton } from '../ui/skeleton.tsx'

const words = text.settings.newDesktops

/** Mission Control > New Desktops. */
export function NewDesktops() {
  const { client, store } = useCore()
  const say = useSay()
  const loading = useLive((live) => live.connection.state === 'loading')
  const desktops = useLive((live) => live.desktops)
  const agentFrom = useLive((live) => live.settings.agentFrom)
  const change = useMutation({
    // One after the other: the last choice decides, not the last answer.
    scope: { id: 'settings' },
    mutationFn: (agentFrom: string | null) => client.settings.update({ agentFrom }),
    onMutate: (agentFrom) => {
      const before = store.get().settings.agentFrom
      store.send({ type: 'settings', settings: { agentFrom } })
      return before
    },
    onError: (error, _, before = null) => {
      store.send({ type: 'settings', settings: { agentFrom: before } })
      say(explain(error), { bad: true })
    },
  })
  if (loading) return <Skeleton className="h-14" />
  const chosen = agentFrom === null ? undefined : desktops.get(agentFrom)
  const offered = [...desktops.values()].filter(
    (desktop) => desktop === chosen || isSource(desktop),
  )
  return (
    <div className="rounded-lg border border-line bg-panel p-4">
      <SelectField
        label={words.from}
        hint={offered.length === 0 ? words.noneYet : words.hint}
        error={chosen && !isSource(chosen) ? words.lost(chosen.name) : undefined}
        value={chosen?.id ?? ''}
        onChange={({ target }) => change.mutate(target.value === '' ? null : target.value)}
      >
        <option value="">{words.none}</option>
        {offered.sort(byUse).map(({ id, name }) => (
          <option key={id} value={id}>
            {visible(name)}
          </option>
        ))}
      </SelectField>
    </div>
  )
}

/** What a machine itself says of its agent can't be copied. */
function isSource({ agent }: Desktop): boolean {
  return agent?.source === 'server'
}
