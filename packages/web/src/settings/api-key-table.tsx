import { type ApiKey, SCOPES } from '@mission-control/protocol'
import { useState } from 'react'
import { useLive } from '../live/use-live.tsx'
import { MiddleText } from '../log/middle-text.tsx'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { day, exactTime } from '../time/format.ts'
import { Age } from '../time/times.tsx'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import type { CreatedKey } from './created-key-dialog.tsx'
import { RevokeKeyDialog } from './revoke-key-dialog.tsx'
import { RotateKeyDialog } from './rotate-key-dialog.tsx'

const words = text.settings.apiKeys
/** On a phone what can be done stands below. */
const ROW = 'phone:grid phone:grid-cols-[minmax(0,1fr)_7rem]'

interface Props {
  keys: readonly ApiKey[]
  onRotated: (key: CreatedKey) => void
}

export function ApiKeyTable({ keys, onRotated }: Props) {
  const [rotating, setRotating] = useState<ApiKey | null>(null)
  const [revoking, setRevoking] = useState<ApiKey | null>(null)
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-panel">
      <table className="w-full table-fixed text-left phone:block">
        <thead className="border-b border-line text-xs text-dim phone:block">
          <tr className={ROW}>
            <th className="px-3 py-2 font-normal">{words.name}</th>
            <th className="w-24 px-3 py-2 font-normal">{words.key}</th>
            <th className="w-24 px-3 py-2 font-normal phone:hidden">{words.lastUsed}</th>
            <th className="w-40 px-3 py-2 phone:hidden">
              <span className="sr-only">{words.revoke}</span>
            </th>
          </tr>
        </thead>
        <tbody className="phone:block">
          {keys.map((key) => (
            <tr key={key.id} className={classNames(ROW, 'border-b border-line last:border-0')}>
              <td className="overflow-hidden px-3 py-2">
                <MiddleText text={key.name} className="font-[550]" />
                <KeyFacts apiKey={key} />
                <span className="block truncate text-xs text-dim">
                  {words.created} <Created apiKey={key} />
                  <span className="desk:hidden">
                    {' · '}
                    <LastUsed apiKey={key} />
                  </span>
                </span>
              </td>
              <td className="px-3 py-2 font-mono text-xs text-dim">mc_…{key.last4}</td>
              <td className="px-3 py-2 text-dim phone:hidden">
                <LastUsed apiKey={key} />
              </td>
              <td className="px-3 py-1 text-right whitespace-nowrap phone:col-span-2 phone:pt-0 phone:pb-2">
                <Button
                  size="small"
                  aria-label={words.rotateNamed(key.name)}
                  onClick={() => setRotating(key)}
                >
                  {words.rotate}
                </Button>{' '}
                <Button
                  size="small"
                  look="danger"
                  aria-label={words.revokeNamed(key.name)}
                  onClick={() => setRevoking(key)}
                >
                  {words.revoke}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rotating && (
        <RotateKeyDialog
          apiKey={rotating}
          onRotated={onRotated}
          onClose={() => setRotating(null)}
        />
      )}
      {revoking && <RevokeKeyDialog apiKey={revoking} onClose={() => setRevoking(null)} />}
    </div>
  )
}

function Created({ apiKey: { createdAt } }: { apiKey: ApiKey }) {
  const at = Date.parse(createdAt)
  return (
    <time dateTime={createdAt} title={exactTime(at)}>
      {day(at)}
    </time>
  )
}

function LastUsed({ apiKey: { lastUsedAt, lastUsedFrom } }: { apiKey: ApiKey }) {
  if (lastUsedAt === null) return words.never
  return (
    <span title={lastUsedFrom === null ? undefined : words.from(lastUsedFrom)}>
      <Age at={lastUsedAt} />
    </span>
  )
}

/** How it is less than a key that may everything. */
function KeyFacts({ apiKey }: { apiKey: ApiKey }) {
  const desktops = useLive((live) => live.desktops)
  const { effectiveScopes, restrictedTo, expiresAt, previousUntil, owner } = apiKey
  const places = restrictedTo && [
    ...restrictedTo.desktopIds.map((id) => desktops.get(id)?.name ?? id),
    ...restrictedTo.labels,
  ]
  const facts = [
    effectiveScopes.length === SCOPES.length ? words.facts.all : words.facts.may(effectiveScopes),
    ...(places ? [words.facts.on(places)] : []),
    ...(expiresAt ? [words.facts.until(exactTime(Date.parse(expiresAt)))] : []),
    ...(previousUntil ? [words.facts.oldUntil(exactTime(Date.parse(previousUntil)))] : []),
    words.facts.of(owner.name),
  ]
  return (
    <span className="block text-xs whitespace-normal [overflow-wrap:anywhere] text-dim">
      <VisibleText text={facts.join(' · ')} />
    </span>
  )
}
