import type { Desktop } from '@mission-control/protocol'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'

const words = text.desktops.upgrade

/** The runner's version, and how far its upgrade is. */
export function VersionWord({ desktop: { machine, upgrade } }: { desktop: Desktop }) {
  if (!machine) return null
  const isBad = upgrade?.state === 'failed' || upgrade?.state === 'impossible'
  return (
    <span title={upgrade?.reason ?? undefined} className="whitespace-nowrap">
      <VisibleText text={machine.runnerVersion} />
      {upgrade && (
        <>
          {' → '}
          <VisibleText text={upgrade.to} />
          {', '}
          <span className={isBad ? 'text-failed' : 'text-dim'}>{words.states[upgrade.state]}</span>
        </>
      )}
    </span>
  )
}
