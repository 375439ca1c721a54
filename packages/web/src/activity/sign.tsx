import type { ActivityEntry, TaskStatus } from '@mission-control/protocol'
import { Icon } from '../ui/icons.tsx'
import { StatusIcon } from '../ui/status.tsx'

/** What an event is about, at a glance: what a task came to, a decision, a desktop. */
export type Sign = TaskStatus | 'decision' | 'desktop' | 'trouble'

const SIGNS: Partial<Record<ActivityEntry['type'], Sign>> = {
  'task.created': 'pending',
  'task.queued': 'pending',
  'task.started': 'running',
  'task.dequeued': 'running',
  'task.review': 'review',
  'task.completed': 'done',
  'task.failed': 'failed',
  'task.cancelled': 'cancelled',
  'task.deleted': 'cancelled',
  'approval.created': 'review',
  'approval.voted': 'decision',
  'approval.reminded': 'review',
  'approval.resolved': 'decision',
  'desktop.error': 'trouble',
  'desktop.upgradeFailed': 'trouble',
}

export const signOf = ({ type }: ActivityEntry): Sign => SIGNS[type] ?? 'desktop'

/** The words beside it say the same. */
export function SignIcon({ sign }: { sign: Sign }) {
  if (sign === 'decision') return <Icon name="approvals" className="size-3.5 text-dim" />
  if (sign === 'desktop') return <Icon name="desktop" className="size-3.5 text-dim" />
  if (sign === 'trouble') return <Icon name="desktop" className="size-3.5 text-failed" />
  return <StatusIcon status={sign} />
}
