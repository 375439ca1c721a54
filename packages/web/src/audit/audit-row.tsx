import type { AuditEntry } from '@mission-control/protocol'
import { visible } from '../log/blanks.ts'
import { MiddleText } from '../log/middle-text.tsx'
import { VisibleText } from '../log/visible-text.tsx'
import { Initials } from '../people/initials.tsx'
import { text } from '../strings/index.ts'
import { Age } from '../time/times.tsx'
import { classNames } from '../ui/class-names.ts'
import { Pill } from '../ui/pill.tsx'

const words = text.audit

export function AuditRow({ entry }: { entry: AuditEntry }) {
  const { actor, action, target, outcome, count, address, userAgent, at } = entry
  const isRefused = outcome !== 'ok'
  return (
    <li className="grid grid-cols-[20px_minmax(0,1fr)_auto] gap-x-2 border-b border-line px-3 py-2 last:border-0">
      <span className="pt-0.5">{actor && <Initials actor={actor} />}</span>
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2">
          <MiddleText text={actor?.name ?? words.nobody} className="font-[550]" />
          <span className={classNames('font-mono text-xs', isRefused && 'text-failed')}>
            <VisibleText text={action} />
          </span>
          {isRefused && <Pill>{words.refused(outcome, count)}</Pill>}
        </p>
        <p className="text-xs [overflow-wrap:anywhere] text-dim" title={visible(userAgent ?? '')}>
          <VisibleText text={[target, address].filter(Boolean).join(' · ') || words.noTarget} />
        </p>
      </div>
      <Age at={at} className="text-xs text-faint" />
    </li>
  )
}
