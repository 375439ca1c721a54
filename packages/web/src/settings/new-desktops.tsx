import type { Desktop } from '@mission-control/protocol'
import { Changeable } from '../account/may.tsx'
import { byUse } from '../desktops/order.ts'
import { useLive } from '../live/use-live.tsx'
import { visible } from '../log/blanks.ts'
import { text } from '../strings/index.ts'
import { SelectField } from '../ui/field.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { useSetting } from './use-setting.ts'

const words = text.settings.newDesktops

/** Mission Control > New Desktops. */
export function NewDesktops() {
  const loading = useLive((live) => live.connection.state === 'loading')
  const desktops = useLive((live) => live.desktops)
  const [agentFrom, setAgentFrom] = useSetting('agentFrom')
  if (loading) return <Skeleton className="h-14" />
  const chosen = agentFrom === null ? undefined : desktops.get(agentFrom)
  const offered = [...desktops.values()].filter(
    (desktop) => desktop === chosen || isSource(desktop),
  )
  return (
    <Changeable needs="admin">
      <div className="rounded-lg border border-line bg-panel p-4">
        <SelectField
          label={words.from}
          hint={offered.length === 0 ? words.noneYet : words.hint}
          error={chosen && !isSource(chosen) ? words.lost(visible(chosen.name)) : undefined}
          value={chosen?.id ?? ''}
          onChange={({ target }) => setAgentFrom(target.value === '' ? null : target.value)}
        >
          <option value="">{words.none}</option>
          {offered.sort(byUse).map(({ id, name }) => (
            <option key={id} value={id}>
              {visible(name)}
            </option>
          ))}
        </SelectField>
      </div>
    </Changeable>
  )
}

/** What a machine itself says of its agent can't be copied. */
function isSource({ agent }: Desktop): boolean {
  return agent?.source === 'server'
}
