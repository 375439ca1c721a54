import { Link } from '@tanstack/react-router'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { Icon } from '../ui/icons.tsx'
import type { Work } from './running-here.ts'

/** What runs there: the newest of it by name, the rest as counts. */
export function RunningNow({ work: { running, queued } }: { work: Work }) {
  const first = running[0] ?? queued[0]
  if (!first) return <span className="text-faint">{text.desktops.nothing}</span>
  const others = [
    running.length > 1 && text.desktops.runs(running.length),
    queued.length > 0 && text.desktops.queued(queued.length),
  ].filter((each) => each !== false)
  return (
    <span className="flex min-w-0 items-center gap-1.5 overflow-hidden">
      <Icon name={first.type} className="size-[13px] flex-none text-dim" />
      <Link
        to="/tasks/$taskId"
        params={{ taskId: first.id }}
        className={`relative z-1 truncate hover:underline ${first.type === 'command' ? 'font-mono text-xs' : ''}`}
      >
        <VisibleText text={first.summary} />
      </Link>
      {others.length > 0 && (
        <span className="flex-none text-xs text-dim">{others.join(' · ')}</span>
      )}
    </span>
  )
}
