import type { Desktop, DesktopEvent, DesktopStateEvent, LiveEvent } from '@mission-control/protocol'
import type { Draft } from './draft.ts'
import type { Message } from './messages.ts'

/** How much of the fleet's load is kept: an hour, with a point every five seconds at most. */
const SAMPLE_EVERY = 5_000
const SAMPLES_KEPT = 720

/** Applies an event that is sent once and has no number in the log. */
export function applyLive(draft: Draft, { event, at }: Extract<Message, { type: 'live' }>): void {
  if (event.type === 'task.output') applyOutput(draft, event.payload, at)
  else if (isOfDesktop(event)) applyDesktopEvent(draft, event, at)
}

/** `follow` handles a reset, with a new snapshot. Chats and outputs are handled by their pages. */
function isOfDesktop(event: LiveEvent | DesktopEvent): event is DesktopStateEvent {
  return event.type.startsWith('desktop.') && event.type !== 'desktop.chat'
}

/** Output of a running task: its last line goes on its card. */
function applyOutput(
  draft: Draft,
  { taskId, tail }: Extract<LiveEvent, { type: 'task.output' }>['payload'],
  at: number,
): void {
  const card = draft.card(taskId)
  // Its task may have ended already, or its start is still on the way: output overtakes events.
  if (!card || tail === undefined) return
  // A task that prints has started; its agent may still wait for a person.
  const waiting = card.waiting === 'permission' ? card.waiting : null
  draft.put({ ...card, tail, tailAt: at, waiting })
}

/** Last lines that were missed during a cut; a line that has come since is newer. */
export function applyTails(draft: Draft, message: Extract<Message, { type: 'tails' }>): void {
  const { tasks, askedAt } = message
  for (const { id, tail } of tasks) {
    const card = draft.card(id)
    if (!card || card.tail === tail || (card.tailAt ?? 0) >= askedAt) continue
    draft.put({ ...card, tail, tailAt: askedAt })
  }
}

/** The current state of a desktop; a removed one is dropped. */
function applyDesktopEvent(draft: Draft, { payload }: DesktopStateEvent, at: number): void {
  const desktops = new Map(draft.live.desktops)
  if (payload.status === 'destroyed') {
    desktops.delete(payload.id)
  } else {
    const { cpu: _, memory: __, ...state } = payload
    const { id } = state
    const known = desktops.get(id)
    const created = {
      createdAt: new Date(at).toISOString(),
      defaultTimeoutSeconds: null,
    }
    desktops.set(id, { ...created, ...known, ...state })
  }
  draft.set({ desktops })
  sample(draft, at)
}

/** The load in the strip, from the last report of each desktop. */
function sample(draft: Draft, at: number): void {
  const { desktops, overview, samples } = draft.live
  const running = [...desktops.values()].filter((each) => each.status === 'running')
  const resources = loadOf(running)
  draft.set({ overview: { ...overview, activeDesktops: running.length, resources } })
  if (at - (samples.at(-1)?.at ?? 0) < SAMPLE_EVERY) return
  const point = { at, cpu: resources.cpu, memory: resources.memory.percent }
  draft.set({ samples: [...samples.slice(1 - SAMPLES_KEPT), point] })
}

/** CPU weighted by cores, memory summed: as the server's overview has it. */
function loadOf(desktops: readonly Desktop[]) {
  let cores = 0
  let cpu = 0
  let used = 0
  let total = 0
  for (const { metrics } of desktops) {
    if (!metrics) continue
    cores += metrics.cores
    cpu += metrics.cpu * metrics.cores
    used += metrics.memory.used
    total += metrics.memory.total
  }
  return {
    cpu: cores === 0 ? 0 : cpu / cores,
    memory: { used, total, percent: total === 0 ? 0 : (100 * used) / total },
  }
}
