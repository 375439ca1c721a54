import type { Session } from '@mission-control/protocol'
import { visible } from '../log/blanks.ts'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { Age } from '../time/times.tsx'
import { Button } from '../ui/button.tsx'
import { Pill } from '../ui/pill.tsx'
import { deviceOf } from './device.ts'

const words = text.settings.account

interface Props {
  session: Session
  disabled: boolean
  onEnd: () => void
}

export function SessionRow({ session, disabled, onEnd }: Props) {
  const { current, userAgent, ipAddress, lastUsedAt } = session
  const device = deviceOf(userAgent)
  return (
    <li className="flex items-center gap-3 border-b border-line px-4 py-2 last:border-0">
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2" title={visible(userAgent)}>
          <span className="truncate font-[550]">{device}</span>
          {current && <Pill>{words.thisSession}</Pill>}
        </p>
        <p className="truncate text-xs text-dim">
          <VisibleText text={ipAddress} /> · <Age at={lastUsedAt} words={words.lastUsed} />
        </p>
      </div>
      <Button size="small" aria-label={words.signOutOf(device)} disabled={disabled} onClick={onEnd}>
        {words.signOut}
      </Button>
    </li>
  )
}
