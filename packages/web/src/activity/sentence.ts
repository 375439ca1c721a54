import {
  type ActivityEntry,
  type ApprovalPayload,
  type DesktopPayload,
  type TaskPayload,
  type TaskType,
  timesOf,
} from '@mission-control/protocol'
import { text } from '../strings/index.ts'
import { duration } from '../time/format.ts'

/** A piece of a sentence: how it looks, and where it leads. */
export type Part =
  | { kind: 'plain' | 'person' | 'bad'; text: string }
  | { kind: 'desktop'; text: string; desktopId: string | null }
  | { kind: 'command' | 'prompt'; text: string; taskId: string | null }

/** Knows about tasks and desktops what an event doesn't say. */
export interface Lookup {
  userId: string
  /** The ids by which that user acts: theirs, and those of their API keys. */
  myIds: ReadonlySet<string>
  /** Null: it is unknown here. */
  task(id: string): { type: TaskType; summary: string; gone: boolean } | null
  desktop(id: string): { name: string; gone: boolean } | null
}

const words = text.activity
type Slots = Record<string, Part>

/** An event as a person would tell it. */
export function sentenceOf(entry: ActivityEntry, lookup: Lookup): Part[] {
  const { template, slots } = tell(entry, lookup)
  return fill(template, slots)
}

function tell(entry: ActivityEntry, lookup: Lookup): { template: string; slots: Slots } {
  const says = words.sentences
  switch (entry.type) {
    case 'task.created':
      return ofTask(says.created, entry.payload, lookup)
    case 'task.started': {
      const offline = entry.payload.waiting === 'desktop_offline'
      return ofTask(offline ? says.waitsForDesktop : says.started, entry.payload, lookup)
    }
    case 'task.queued':
      return ofTask(says.queued, entry.payload, lookup)
    case 'task.dequeued':
      return ofTask(says.dequeued, entry.payload, lookup)
    case 'task.review':
      return ofTask(says.review, entry.payload, lookup)
    case 'task.completed': {
      const afterReview = entry.payload.from === 'review'
      return ofTask(afterReview ? says.completedAfterReview : says.completed, entry.payload, lookup)
    }
    case 'task.failed': {
      const afterReview = entry.payload.from === 'review'
      return ofTask(afterReview ? says.failedAfterReview : says.failed, entry.payload, lookup)
    }
    case 'task.cancelled':
      return ofTask(entry.payload.startedAt ? says.stopped : says.cancelled, entry.payload, lookup)
    case 'task.deleted':
      return ofTask(says.deleted, entry.payload, lookup)
    case 'approval.created': {
      const { kind } = entry.payload
      const template = kind === 'permission' ? says.asks : says.waitsForDecision
      return ofApproval(template, entry.payload, lookup)
    }
    case 'approval.voted': {
      const { approvals, voter } = entry.payload
      const { slots } = ofApproval('', entry.payload, lookup)
      const said = approvals?.votes.find(({ userId }) => userId === voter)
      const name = voter === lookup.userId ? words.you : (said?.name ?? words.someone)
      const count = {
        who: { kind: 'person', text: name },
        given: plain(`${approvals?.given ?? 0}`),
        required: plain(`${approvals?.required ?? 1}`),
      } satisfies Slots
      const template = voter === undefined ? says.votesChanged : says.voted
      return { template, slots: { ...slots, ...count } }
    }
    case 'approval.reminded': {
      const { kind } = entry.payload
      const template = kind === 'permission' ? says.stillAsks : says.stillWaits
      return ofApproval(template, entry.payload, lookup)
    }
    case 'approval.resolved': {
      const { kind, status, feedback } = entry.payload
      if (kind === 'permission') return ofApproval(answered(entry.payload), entry.payload, lookup)
      if (status === 'approved') {
        return ofDecision(feedback ? says.approvedWithNote : says.approved, entry, lookup)
      }
      return ofDecision(feedback ? says.rejectedWithNote : says.rejected, entry, lookup)
    }
    case 'desktop.started':
      return ofDesktop(says.desktopStarted, entry.payload, lookup)
    case 'desktop.stopped': {
      const removed = entry.payload.status === 'destroyed'
      return ofDesktop(removed ? says.desktopRemoved : says.desktopStopped, entry.payload, lookup)
    }
    case 'desktop.movedAway':
      return ofDesktop(says.desktopMovedAway, entry.payload, lookup)
    case 'desktop.movedHere':
      return ofDesktop(says.desktopMovedHere, entry.payload, lookup)
    case 'desktop.error':
      return entry.payload.problem === undefined
        ? ofDesktop(says.desktopError, entry.payload, lookup)
        : ofDesktop(says.desktopCutOff, entry.payload, lookup, entry.payload.problem)
    case 'desktop.upgraded':
      return ofDesktop(says.desktopUpgraded, entry.payload, lookup)
    case 'desktop.upgradeFailed':
      return ofDesktop(says.desktopUpgradeFailed, entry.payload, lookup, entry.payload.problem)
    default:
      // From a newer server than this page.
      return { template: (entry as { type: string }).type, slots: {} }
  }
}

function answered({ status, resolvedBy, feedback }: ApprovalPayload): string {
  const says = words.sentences
  if (status === 'approved') return says.allowed
  if (status === 'expired') return says.withdrawn
  // Nobody decided, so only the reason can be told.
  if (resolvedBy === undefined) return says.deniedByTime
  return feedback ? says.deniedWithNote : says.denied
}

/** The sentences for many events of a type at once. */
export const GROUPED = {
  'task.created': 'created',
  'task.started': 'started',
  'task.queued': 'queued',
  'task.dequeued': 'dequeued',
  'task.review': 'review',
  'task.completed': 'completed',
  'task.failed': 'failedFor',
  'task.cancelled': 'cancelled',
  'task.deleted': 'deleted',
  'desktop.started': 'desktopsStarted',
  'desktop.stopped': 'desktopsStopped',
  'desktop.upgraded': 'desktopsUpgraded',
} as const satisfies Partial<Record<ActivityEntry['type'], keyof typeof words.groups>>

/** One sentence for all entries, which come newest first. */
export function groupSentence(entries: readonly ActivityEntry[], lookup: Lookup): Part[] {
  const entry = entries[0]!
  const says = words.groups
  const ids = new Set(entries.map(({ payload }) => payload.desktopId))
  const desktops = plain(says.desktops(ids.size))
  const slots = {
    tasks: plain(says.tasks(entries.length)),
    desktops,
    desktop: ids.size === 1 ? desktopPart(entry.payload.desktopId, lookup) : desktops,
    failed: { kind: 'bad', text: words.failed },
    reason: plain(entry.type === 'task.failed' ? reasonOf(entry.payload) : ''),
  } satisfies Slots
  if (entry.type === 'approval.resolved') {
    const { status, feedback } = entry.payload
    const template = status === 'approved' ? says.approved : says.rejected
    const of = ofApproval(feedback ? `${template}${says.note}` : template, entry.payload, lookup)
    return fill(of.template, { ...slots, ...of.slots })
  }
  const waits = entry.type === 'task.started' && entry.payload.waiting === 'desktop_offline'
  return fill(
    waits ? says.waitsForDesktop : says[GROUPED[entry.type as keyof typeof GROUPED]],
    slots,
  )
}

/** What a running task has printed last. */
export function outputSentence(
  output: { taskId: string; desktopId: string; line: string },
  lookup: Lookup,
): Part[] {
  return fill(words.sentences.output, {
    desktop: desktopPart(output.desktopId, lookup),
    line: { kind: 'command', text: output.line, taskId: output.taskId },
  })
}

function ofTask(template: string, payload: TaskPayload, lookup: Lookup) {
  const { taskId, type, summary } = payload
  const { queuedMs, ranMs } = timesOf(payload)
  const told = (ms: number | null) => plain(ms === null ? words.someTime : duration(ms))
  const gone = lookup.task(taskId)?.gone ?? false
  return {
    template,
    slots: {
      task: { kind: type, text: summary, taskId: gone ? null : taskId },
      desktop: desktopPart(payload.desktopId, lookup),
      queued: told(queuedMs),
      duration: told(ranMs),
      failed: { kind: 'bad', text: words.failed },
      reason: plain(reasonOf(payload)),
    } satisfies Slots,
  }
}

function ofApproval(template: string, payload: ApprovalPayload, lookup: Lookup) {
  const { taskId, resolvedBy, resolver, feedback = '', title = '' } = payload
  const task = lookup.task(taskId)
  const isYou = resolvedBy !== undefined && resolvedBy === lookup.userId
  return {
    template,
    slots: {
      who: { kind: 'person', text: isYou ? words.you : (resolver?.name ?? words.someone) },
      task: {
        kind: task?.type ?? 'prompt',
        text: task?.summary ?? words.someTask,
        taskId: task?.gone ? null : taskId,
      },
      note: plain(firstLine(feedback)),
      wish: plain(title),
    } satisfies Slots,
  }
}

/** A decision about a result, with how long the result waited. */
function ofDecision(
  template: string,
  { at, payload }: Pick<ActivityEntry, 'at'> & { payload: ApprovalPayload },
  lookup: Lookup,
) {
  const { slots } = ofApproval(template, payload, lookup)
  const waited = plain(duration(Date.parse(at) - Date.parse(payload.createdAt)))
  return { template, slots: { ...slots, waited } satisfies Slots }
}

function ofDesktop(template: string, payload: DesktopPayload, lookup: Lookup, problem = '') {
  const desktop = desktopPart(payload.desktopId, lookup)
  return {
    template,
    slots: {
      // The name that the desktop had then.
      desktop: { ...desktop, text: payload.name },
      silent: { kind: 'bad', text: words.silent },
      cutOff: { kind: 'bad', text: words.cutOff },
      notUpgraded: { kind: 'bad', text: words.notUpgraded },
      version: plain(payload.version ?? ''),
      problem: plain(problem),
    } satisfies Slots,
  }
}

function desktopPart(id: string, lookup: Lookup): Extract<Part, { kind: 'desktop' }> {
  const desktop = lookup.desktop(id)
  const isThere = desktop !== null && !desktop.gone
  return {
    kind: 'desktop',
    text: desktop?.name ?? words.someDesktop,
    desktopId: isThere ? id : null,
  }
}

export function reasonOf({ error, exitCode }: TaskPayload): string {
  if (exitCode !== undefined && (!error || error.code === 'exit_nonzero')) {
    return text.task.exit(exitCode)
  }
  return error ? text.failure(error.code) : text.status.failed
}

/** Puts the parts into the template; what stands between them is plain. */
function fill(template: string, slots: Slots): Part[] {
  return template
    .split(/(\{\w+\})/)
    .filter((piece) => piece !== '')
    .map((piece) => slots[piece.slice(1, -1)] ?? plain(piece))
}

const plain = (words: string): Part => ({ kind: 'plain', text: words })

function firstLine(note: string): string {
  const line = note.trim().split('\n', 1)[0]!
  return line.length > 160 ? `${line.slice(0, 159).toWellFormed()}…` : line
}
