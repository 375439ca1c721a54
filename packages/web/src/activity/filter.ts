import type { ActivityEntry } from '@mission-control/protocol'
import { type Lookup, type Part, sentenceOf } from './sentence.ts'

export const KINDS = ['tasks', 'approvals', 'desktops', 'output'] as const
export type Kind = (typeof KINDS)[number]

export interface ActivityFilter {
  /** None chosen: all. */
  kinds: readonly Kind[]
  /** '': all. */
  desktopId: string
  words: string
  /** Only what the person at the screen has done. */
  mine?: true
}

export const NO_FILTER: ActivityFilter = { kinds: [], desktopId: '', words: '' }

export function isFiltering({ kinds, desktopId, words, mine }: ActivityFilter): boolean {
  return mine === true || kinds.length > 0 || desktopId !== '' || words.trim() !== ''
}

export function showsKind({ kinds, mine }: ActivityFilter, kind: Kind): boolean {
  // Output has no person behind it.
  if (mine && kind === 'output') return false
  return kinds.length === 0 || kinds.includes(kind)
}

function kindOf({ type }: ActivityEntry): Kind {
  if (type.startsWith('approval.')) return 'approvals'
  return type.startsWith('desktop.') ? 'desktops' : 'tasks'
}

/** A task that was run within this time was created to be run, in ms. */
const AT_ONCE = 2_000

/**
 * The entries to show, from a list that is newest first. What is one event to a person becomes one entry: a
 * task created and run at once; a start and the queue that it led to; if both are to be shown, a decision and
 * what it did to the task.
 */
export function selectEntries(
  entries: readonly ActivityEntry[],
  filter: ActivityFilter,
  lookup: Lookup,
): ActivityEntry[] {
  const both = showsKind(filter, 'tasks') && showsKind(filter, 'approvals')
  const queued = new Set<string>()
  const started = new Map<string, number>()
  return entries.filter((entry) => {
    if (entry.type === 'task.queued') queued.add(entry.payload.taskId)
    if (entry.type === 'task.started') {
      started.set(entry.payload.taskId, Date.parse(entry.at))
      if (queued.has(entry.payload.taskId)) return false
    }
    if (entry.type === 'task.created') {
      const start = started.get(entry.payload.taskId)
      if (start !== undefined && start - Date.parse(entry.at) <= AT_ONCE) return false
    }
    if (both && isToldByTwin(entry)) return false
    return (
      showsKind(filter, kindOf(entry)) &&
      (!filter.mine || lookup.myIds.has(entry.actor?.id ?? '')) &&
      isOnDesktop(entry.payload, filter) &&
      hasWords(filter, () => sentenceOf(entry, lookup), entry.payload)
    )
  })
}

function isToldByTwin(entry: ActivityEntry): boolean {
  if (entry.type === 'approval.created') return entry.payload.kind === 'result'
  const isEnd = entry.type === 'task.completed' || entry.type === 'task.failed'
  return isEnd && entry.payload.from === 'review'
}

export function isOnDesktop(about: { desktopId: string }, { desktopId }: ActivityFilter): boolean {
  return desktopId === '' || about.desktopId === desktopId
}

/** Does the sentence hold the words, or do they name the task by its id? */
export function hasWords(
  filter: ActivityFilter,
  sentence: () => readonly Part[],
  about: object,
): boolean {
  const wanted = filter.words.trim().toLowerCase()
  if (wanted === '' || ('taskId' in about && about.taskId === wanted)) return true
  const said = sentence().map((part) => part.text)
  return said.join('').toLowerCase().includes(wanted)
}
