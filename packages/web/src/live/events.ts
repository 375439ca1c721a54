import {
  type ActivityEntry,
  type ActivityEvent,
  type ApprovalPayload,
  type TaskPayload,
  timesOf,
} from '@mission-control/protocol'
import { countInBatch } from './batches.ts'
import type { Draft } from './draft.ts'
import { endIntent } from './intents.ts'
import type { Card } from './live.ts'
import type { Message } from './messages.ts'

/** How many past events are kept; pages ask for older ones where they show them. */
const ACTIVITY_KEPT = 300

type TaskEvent = Extract<ActivityEvent, { payload: TaskPayload }>

export function isTaskEvent(event: ActivityEvent): event is TaskEvent {
  return event.type.startsWith('task.')
}

/** A durable event: each changes the state once, in the order of the log. */
export function applyEvent(draft: Draft, message: Extract<Message, { type: 'event' }>): void {
  const { id, at, actor = null, event } = message
  if (id <= draft.live.cursor) return
  const entry: ActivityEntry = { ...event, id, at: new Date(at).toISOString(), actor }
  const { activity, remembers } = draft.live
  const forgotten = activity[ACTIVITY_KEPT - 1]?.id ?? 0
  draft.set({
    cursor: id,
    activity: [entry, ...activity.slice(0, ACTIVITY_KEPT - 1)],
    remembers: Math.max(remembers, forgotten),
  })
  if (isTaskEvent(event)) {
    const { taskId } = event.payload
    endIntent(draft, taskId)
    if (id > draft.live.countedTo) countTask(draft, event, id)
    countInBatch(draft, event, id)
    applyToCard(draft, event, id)
  } else if (event.type === 'approval.voted') {
    applyVote(draft, event.payload, id)
  } else if (event.type === 'approval.created' || event.type === 'approval.resolved') {
    if (event.payload.kind === 'result') applyResult(draft, event.payload)
    else applyPermission(draft, event.payload, id)
  } else if ('name' in event.payload) {
    const { desktopId, name, status } = event.payload
    const known = draft.live.desktops.get(desktopId)
    if (!known) return
    const desktop = { ...known, name, status }
    draft.set({ desktops: new Map(draft.live.desktops).set(desktopId, desktop) })
  }
}

function applyResult(draft: Draft, { approvalId, taskId, status }: ApprovalPayload): void {
  const approvals = new Map(draft.live.approvals)
  if (status === 'pending') approvals.set(taskId, approvalId)
  else approvals.delete(taskId)
  draft.set({ approvals })
}

/** The card says how many have approved, and who. */
function applyVote(draft: Draft, { taskId, approvals }: ApprovalPayload, id: number): void {
  const card = draft.card(taskId)
  if (card?.status !== 'review' || card.asOf >= id) return
  draft.put({ ...card, approvals: approvals ?? null, asOf: id })
}

/** The card of the task says that its agent waits for a person, or doesn't any more. */
function applyPermission(draft: Draft, payload: ApprovalPayload, id: number): void {
  const { approvalId, taskId, status, waiting } = payload
  const permissions = new Map(draft.live.permissions)
  if (status === 'pending') permissions.set(approvalId, taskId)
  else permissions.delete(approvalId)
  draft.set({ permissions })
  const card = draft.card(taskId)
  if (card?.status !== 'running' || card.asOf >= id) return
  draft.put({ ...card, waiting: waiting ?? null, asOf: id })
}

function countTask(draft: Draft, { type, payload }: TaskEvent, id: number): void {
  const { from, status, waiting, wasQueued } = payload
  draft.set({ countedTo: id })
  if (wasQueued) draft.countQueued(-1)
  if (waiting !== undefined && isNewInQueue(type)) draft.countQueued(1)
  if (type === 'task.deleted') draft.count(status, -1)
  else if (from !== status) {
    if (from !== null) draft.count(from, -1)
    draft.count(status, 1)
  }
}

/** A task that is run while its desktop is away is queued at once; otherwise the desktop reports it. */
function isNewInQueue(type: TaskEvent['type']): boolean {
  return type === 'task.queued' || type === 'task.started'
}

/** Brings the task's card up to the event; a card that is newer stays. */
export function applyToCard(draft: Draft, { type, payload }: TaskEvent, id: number): void {
  const known = draft.card(payload.taskId)
  if (known && known.asOf >= id) return
  if (type === 'task.deleted') {
    if (known) draft.remove(known)
    return
  }
  draft.put(cardOf(payload, known, id))
}

function momentsOf(payload: TaskPayload) {
  const { startedAt = null, processStartedAt = null, processEndedAt = null } = payload
  const { reviewStartedAt = null, completedAt = null } = payload
  return { startedAt, processStartedAt, processEndedAt, reviewStartedAt, completedAt }
}

function cardOf(payload: TaskPayload, known: Card | undefined, asOf: number): Card {
  return {
    id: payload.taskId,
    type: payload.type,
    summary: payload.summary,
    contentLength: payload.contentLength,
    status: payload.status,
    desktopId: payload.desktopId,
    requiresApproval: payload.requiresApproval,
    approvals: payload.approvals ?? null,
    approvalsAsked: payload.approvalsAsked ?? null,
    createdAt: payload.createdAt,
    ...momentsOf(payload),
    ...timesOf(payload),
    cancelRequestedAt: payload.cancelRequestedAt ?? null,
    waiting: payload.waiting ?? null,
    exitCode: payload.exitCode ?? null,
    error: payload.error ?? null,
    usage: payload.usage ?? null,
    feedback: payload.feedback ?? null,
    attempt: payload.attempt ?? 1,
    rerunOf: payload.rerunOf ?? null,
    batchId: payload.batchId ?? null,
    createdBy: payload.createdBy ?? null,
    startedBy: payload.startedBy ?? null,
    tail: known?.tail ?? null,
    tailAt: known?.tailAt,
    asOf,
  }
}
