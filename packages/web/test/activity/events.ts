import type {
  ActivityEntry,
  ActivityEvent,
  ApprovalPayload,
  DesktopPayload,
  TaskPayload,
} from '@mission-control/protocol'
import type { Lookup } from '../../src/activity/sentence.ts'

export const LOOKUP: Lookup = {
  userId: 'user_1',
  myIds: new Set(['user_1', 'key_1']),
  task: (id) => (id === 'task_1' ? { type: 'command', summary: './backup.sh', gone: false } : null),
  desktop: (id) => (id === 'desktop_1' ? { name: 'vault', gone: false } : null),
}

export function taskPayload(more: Partial<TaskPayload> = {}): TaskPayload {
  return {
    taskId: 'task_1',
    desktopId: 'desktop_1',
    status: 'running',
    from: 'pending',
    type: 'command',
    summary: './backup.sh',
    requiresApproval: false,
    createdAt: '2026-03-15T10:00:00.000Z',
    startedAt: '2026-03-15T10:00:00.000Z',
    processStartedAt: '2026-03-15T10:00:00.000Z',
    processEndedAt: '2026-03-15T10:01:12.000Z',
    completedAt: '2026-03-15T10:01:12.000Z',
    ...more,
  }
}

export function approvalPayload(more: Partial<ApprovalPayload> = {}): ApprovalPayload {
  return {
    approvalId: 'approval_1',
    kind: 'result',
    taskId: 'task_1',
    desktopId: 'desktop_1',
    status: 'approved',
    createdAt: '2026-03-15T10:00:00.000Z',
    resolvedBy: 'user_1',
    ...more,
  }
}

export function desktopPayload(more: Partial<DesktopPayload> = {}): DesktopPayload {
  return { desktopId: 'desktop_1', name: 'vault', status: 'running', ...more }
}

/** An entry of the log, `id` seconds into the hour. */
export function entry(id: number, event: ActivityEvent): ActivityEntry {
  return { ...event, id, at: new Date(Date.UTC(2026, 2, 15, 10, 0, id)).toISOString(), actor: null }
}
