import type { Desktop, UpgradePolicy } from '@mission-control/protocol'
import { useState } from 'react'
import { useMay } from '../account/may.tsx'
import { explain } from '../app/explain.ts'
import { useCore } from '../live/use-live.tsx'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { useChangeDesktop } from './use-change-desktop.ts'
import { VersionWord } from './version-word.tsx'

const words = text.desktops.upgrade
const POLICIES = Object.entries(words.policies) as [UpgradePolicy, string][]

/** The runner's version, its upgrade, and when that comes. */
export function UpgradeFacts({ desktop }: { desktop: Desktop }) {
  const { id, upgrade, upgradePolicy } = desktop
  const { client, store } = useCore()
  const change = useChangeDesktop(id)
  const may = useMay()
  const [refused, setRefused] = useState<string | null>(null)
  const choose = async (policy: UpgradePolicy) =>
    setRefused((await change({ upgradePolicy: policy }))?.refused ?? null)
  const ask = async (now: boolean) => {
    try {
      store.send({ type: 'desktop', desktop: await client.desktops.upgrade(id, { now }) })
      setRefused(null)
    } catch (error) {
      setRefused(explain(error))
    }
  }
  const mayAsk = upgrade?.state === 'available' || upgrade?.state === 'failed'
  const mayHurry = upgrade?.state === 'waiting'
  return (
    <div className="grid justify-items-start gap-1.5">
      <VersionWord desktop={desktop} />
      {upgrade?.reason && (
        <span className="text-xs text-dim [overflow-wrap:anywhere]">
          <VisibleText text={upgrade.reason} />
        </span>
      )}
      {mayAsk && (
        <Button needs="desktops" onClick={() => void ask(false)}>
          {words.ask}
        </Button>
      )}
      {mayHurry && (
        <Button needs="desktops" title={words.nowHint} onClick={() => void ask(true)}>
          {words.now}
        </Button>
      )}
      <select
        aria-label={words.policy}
        disabled={!may('desktops')}
        value={upgradePolicy}
        onChange={(event) => void choose(event.target.value as UpgradePolicy)}
        className="h-7 max-w-full min-w-0 rounded-[7px] border border-line bg-panel px-1.5 text-dim"
      >
        {POLICIES.map(([policy, name]) => (
          <option key={policy} value={policy}>
            {name}
          </option>
        ))}
      </select>
      {refused !== null && (
        <p role="alert" className="text-failed">
          {refused}
        </p>
      )}
    </div>
  )
}
