import { type NewApiKey, SCOPES, type Scope } from '@mission-control/protocol'
import { useLive } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { SelectField } from '../ui/field.tsx'
import { useServiceAccounts } from './use-service-accounts.ts'

const words = text.settings.apiKeys.limits

/** How a new key is less than who makes it. */
export interface KeyLimits {
  scopes: readonly Scope[]
  /** Seconds; empty: no end. */
  expires: string
  /** `desktop <id>` or `label <label>`; empty: all. */
  reach: string
  /** A service account; empty: it is one's own. */
  owner: string
}

export const NO_LIMITS: KeyLimits = { scopes: SCOPES, expires: '', reach: '', owner: '' }

/** As the API takes them. */
export function limitsOf({ scopes, expires, reach, owner }: KeyLimits): Omit<NewApiKey, 'name'> {
  const [what, name = ''] = reach.split(' ')
  return {
    ...(scopes.length < SCOPES.length && { scopes: [...scopes] }),
    ...(expires !== '' && { expiresInSeconds: Number(expires) }),
    ...(what === 'desktop' && { restrictedTo: { desktopIds: [name] } }),
    ...(what === 'label' && { restrictedTo: { labels: [name] } }),
    ...(owner !== '' && { serviceAccountId: owner }),
  }
}

interface Props {
  limits: KeyLimits
  onChange: (limits: KeyLimits) => void
}

export function KeyLimitFields({ limits, onChange }: Props) {
  const desktops = useLive((live) => live.desktops)
  const accounts = useServiceAccounts()
  const all = [...desktops.values()]
  const labels = [...new Set(all.flatMap((desktop) => desktop.labels))].sort()
  const toggle = (scope: Scope) => {
    const has = limits.scopes.includes(scope)
    const scopes = SCOPES.filter((each) => (each === scope ? !has : limits.scopes.includes(each)))
    onChange({ ...limits, scopes })
  }
  return (
    <details className="rounded-lg border border-line bg-panel px-3 py-2">
      <summary className="cursor-default font-[550]">{words.title}</summary>
      <div className="grid gap-3 pt-3">
        <fieldset className="grid gap-1">
          <legend className="font-[550]">{words.scopes}</legend>
          {SCOPES.map((scope) => (
            <label key={scope} className="flex h-6 items-center gap-2">
              <input
                type="checkbox"
                checked={limits.scopes.includes(scope)}
                onChange={() => toggle(scope)}
              />
              {words.scope[scope]}
            </label>
          ))}
          {limits.scopes.length === 0 && <p className="text-failed">{words.noScope}</p>}
        </fieldset>
        <SelectField
          label={words.expires}
          value={limits.expires}
          onChange={(event) => onChange({ ...limits, expires: event.target.value })}
        >
          {words.terms.map(([seconds, name]) => (
            <option key={seconds} value={seconds}>
              {name}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={words.reach}
          hint={words.reachHint}
          value={limits.reach}
          onChange={(event) => onChange({ ...limits, reach: event.target.value })}
        >
          <option value="">{words.everywhere}</option>
          {labels.map((label) => (
            <option key={label} value={`label ${label}`}>
              {words.labelled(label)}
            </option>
          ))}
          {all.map(({ id, name }) => (
            <option key={id} value={`desktop ${id}`}>
              {words.onDesktop(name)}
            </option>
          ))}
        </SelectField>
        {accounts.data && accounts.data.length > 0 && (
          <SelectField
            label={words.owner}
            value={limits.owner}
            onChange={(event) => onChange({ ...limits, owner: event.target.value })}
          >
            <option value="">{words.mine}</option>
            {accounts.data.map(({ id, name, role }) => (
              <option key={id} value={id}>
                {words.ofAccount(name, role)}
              </option>
            ))}
          </SelectField>
        )}
      </div>
    </details>
  )
}
