import { countInBatch } from './batches.ts'
import { Draft } from './draft.ts'
import { applyEvent, applyToCard, isTaskEvent } from './events.ts'
import { answered, endIntent, intend } from './intents.ts'
import { type Card, COLUMNS, type Live, type Sample } from './live.ts'
import { applyLive, applyTails } from './live-events.ts'
import type { Message } from './messages.ts'

/** How many cards of a column are kept, even if fewer were asked for. */
const KEPT_AT_LEAST = 200

/** The next state: pure, so what is on the screen follows from the messages and nothing else. */
export function fold(live: Live, messages: readonly Message[]): Live {
  const draft = new Draft(live)
  for (const message of messages) apply(draft, message)
  return draft.done()
}

function apply(draft: Draft, message: Message): void {
  const { live } = draft
  switch (message.type) {
    case 'connection':
      draft.set({ connection: message.connection })
      break
    case 'snapshot':
      begin(draft, message)
      break
    case 'page':
      addPage(draft, message)
      break
    case 'batches':
      addBatches(draft, message)
      break
    case 'event':
      applyEvent(draft, message)
      break
    case 'live':
      applyLive(draft, message)
      break
    case 'tails':
      applyTails(draft, message)
      break
    case 'overview':
      refreshFigures(draft, message)
      break
    case 'desktops':
      draft.set({ desktops: new Map(message.desktops.map((each) => [each.id, each])) })
      break
    case 'desktop':
      draft.set({ desktops: new Map(live.desktops).set(message.desktop.id, message.desktop) })
      break
    case 'settings':
      draft.set({ settings: { ...draft.live.settings, ...message.settings } })
      break
    case 'history':
      draft.set({ samples: joined(message.samples, live.samples) })
      break
    case 'intend':
      intend(draft, message)
      break
    case 'answered':
      answered(draft, message)
      break
    case 'withdraw':
      endIntent(draft, message.id)
  }
}

type MessageOf<T extends Message['type']> = Extract<Message, { type: T }>

/** Replaces the whole state: after a reset nothing that was known can be trusted. */
function begin(draft: Draft, { board, cursor }: MessageOf<'snapshot'>): void {
  draft.clear()
  const columns = { ...draft.live.columns }
  for (const status of COLUMNS) {
    const loaded = board.columns[status].length
    const complete = loaded >= board.overview.tasks[status]
    columns[status] = { ids: [], size: Math.max(loaded, KEPT_AT_LEAST), complete }
  }
  const batches = board.batches.map(({ id, counts }) => [id, { counts, asOf: cursor }] as const)
  draft.set({
    cursor,
    columns,
    batches: new Map(batches),
    overview: board.overview,
    settings: board.settings,
    desktops: new Map(board.desktops.map((each) => [each.id, each])),
    approvals: new Map(board.approvals.map((each) => [each.taskId, each.id])),
    permissions: new Map(board.permissions.toReversed().map((each) => [each.id, each.taskId])),
    activity: board.activity,
    remembers: cursor,
    countedTo: cursor,
  })
  for (const status of COLUMNS) {
    for (const task of board.columns[status]) draft.append({ ...task, asOf: cursor })
  }
}

function addPage(draft: Draft, { status, tasks, cursor, complete }: MessageOf<'page'>): void {
  // The answer is older than the remembered events, so nobody knows which parts are still true.
  if (cursor < draft.live.remembers) return
  const missed = draft.live.activity.filter((entry) => entry.id > cursor)
  draft.grow(status, tasks.length, complete)
  for (const task of tasks) {
    const known: Card | undefined = draft.card(task.id)
    if (!known || known.asOf < cursor) draft.append({ ...task, asOf: cursor })
  }
  for (const entry of missed.toReversed()) {
    if (isTaskEvent(entry)) applyToCard(draft, entry, entry.id)
  }
}

/** A loaded card: as it was when it was loaded, then changed by all events since. */
function addBatches(draft: Draft, message: MessageOf<'batches'>): void {
  const { batches, cursor } = message
  const { activity, remembers } = draft.live
  if (cursor < remembers) return
  const unknown = batches.filter(({ id }) => !draft.batch(id))
  for (const { id, counts } of unknown) draft.setBatch(id, { counts, asOf: cursor })
  const ids = new Set(unknown.map(({ id }) => id))
  for (const entry of activity.filter(({ id }) => id > cursor).toReversed()) {
    if (isTaskEvent(entry) && ids.has(entry.payload.batchId ?? '')) {
      countInBatch(draft, entry, entry.id)
    }
  }
}

/** Counts that are older than the events already counted would be wrong again. */
function refreshFigures(draft: Draft, { overview, cursor }: MessageOf<'overview'>): void {
  const { countedTo, overview: known } = draft.live
  if (cursor < countedTo)
    draft.set({ overview: { ...overview, tasks: known.tasks, queued: known.queued } })
  else draft.set({ overview, countedTo: cursor })
}

function joined(history: readonly Sample[], samples: readonly Sample[]): Sample[] {
  const from = history.at(-1)?.at ?? 0
  return [...history, ...samples.filter((sample) => sample.at > from)]
}
