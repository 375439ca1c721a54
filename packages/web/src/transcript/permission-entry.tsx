import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { StatusIcon } from '../ui/status.tsx'
import type { EntryOf } from './entry.ts'

const ICONS = {
  asked: 'review',
  allowed: 'done',
  denied: 'failed',
  withdrawn: 'cancelled',
} as const

/** That a person was asked, and what came of it. */
export function PermissionEntry({ entry }: { entry: EntryOf<'permission'> }) {
  const { title, state, feedback } = entry
  return (
    <p className="flex min-h-6 min-w-0 items-baseline gap-1.5 pl-[18px] text-xs">
      <StatusIcon status={ICONS[state]} className="relative top-0.5" />
      <span className="min-w-0 [overflow-wrap:anywhere]">
        <span className={state === 'asked' ? 'text-review' : 'text-dim'}>
          {text.transcript.permission[state]}:
        </span>{' '}
        <span className="font-mono">
          <VisibleText text={title} />
        </span>
        {feedback && (
          <span className="text-dim">
            {' “'}
            <VisibleText text={feedback} />
            {'”'}
          </span>
        )}
      </span>
    </p>
  )
}
