import type { Task } from '@mission-control/protocol'

const STYLES = {
  pending: 'dim',
  running: 'blue',
  review: 'yellow',
  done: 'green',
  failed: 'red',
  cancelled: 'dim',
} as const satisfies Record<Task['status'], string>

export function styleOfStatus({ status }: Pick<Task, 'status'>) {
  return STYLES[status]
}
