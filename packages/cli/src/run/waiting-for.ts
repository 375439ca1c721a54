import type { Task } from '@mission-control/protocol'

/** What holds a task up, in words; null: nothing that is known. */
export function waitingFor({ waiting }: Task, desktop: string): string | null {
  switch (waiting) {
    case 'queued':
      return `Waiting for a place: ${desktop} is busy.`
    case 'desktop_offline':
      return `Waiting for ${desktop}: it is not connected.`
    case 'permission':
      return 'The agent asks a person: `mission-control approvals list`.'
    default:
      return null
  }
}
