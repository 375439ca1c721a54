import { setImmediate as turn } from 'node:timers/promises'
import type { SearchAnswer, SearchHit, SearchQuery } from '@mission-control/protocol'
import { firstLine, matchesName } from '@mission-control/protocol/searching'
import { iso, isoOrNull } from '../iso.ts'
import {
  countLongOutputs,
  countNotIndexed,
  listNames,
  listSearched,
  type NamedDesktop,
  newestNumber,
  type SearchedTask,
  type SearchFilter,
} from '../store/search.ts'
import { searchedOutput } from '../store/searched-output.ts'
import type { Store } from '../store/store.ts'
import { candidates, indexedWords } from './candidates.ts'
import { matchesIn, type Wanted, wantedOf } from './match.ts'
import { type Section, sectionsOf } from './task-text.ts'
import { Windows } from './window.ts'

/** How long one answer may take, in ms; after that it says how far the search came. */
const ANSWER_WITHIN = 400
/** After how long the first hits are sent, in ms, even if there are few: somebody waits for them. */
const FIRST_WITHIN = 100
/** After this long others get their turn, in ms. */
const TURN = 8
/** Tasks that are read at a time. */
const BATCH = 50

/** The part of the store that a search reads. */
type Read = Pick<Store, 'db' | 'snapshot'>

/** Plain data: it may be passed to a thread. */
export interface SearchRequest {
  workspaceId: string
  query: SearchQuery
  limit: number
  /** Only tasks below this number. */
  below: number | undefined
  /** Only tasks of these desktops; undefined: of all. */
  among?: readonly string[] | undefined
}

export interface Found extends Omit<SearchAnswer, 'notes' | 'nextCursor'> {
  /** Tasks below this number are left to look at; null: none. */
  next: number | null
}

/**
 * Looks through the tasks, newest first. The index names those that may have the words, and each of
 * these is compared with its current text. So deleted text is not found, and text that isn't in the
 * index yet is found. `isOver`: nobody waits for the answer any more.
 */
export async function search(
  store: Read,
  request: SearchRequest,
  isOver: () => boolean,
): Promise<Found> {
  const { workspaceId, limit, below, among } = request
  const { db } = store
  const desktops = await listNames(db, workspaceId, among)
  const look = new Look(store, request, desktops, isOver)
  const high = below ?? (await newestNumber(db)) + 1
  const { hits, lowest, lookedBackTo } = await look.through(high, limit)
  return {
    hits,
    next: lowest <= 1 ? null : lowest,
    lookedBackTo: lowest <= 1 ? null : lookedBackTo,
    notIndexed: await countNotIndexed(db, workspaceId, among),
    longOutputs: await countLongOutputs(db, workspaceId, among),
  }
}

/** One pass through the tasks. */
class Look {
  readonly #store: Read
  readonly #workspaceId: string
  readonly #query: SearchQuery
  /** All that may be searched. */
  readonly #desktops: NamedDesktop[]
  readonly #isSome: boolean
  readonly #byId: Map<string, NamedDesktop>
  readonly #wanted: Wanted
  readonly #isLeft: () => boolean
  readonly #begun = performance.now()
  readonly #firstWithin: number
  #turnSince = performance.now()

  constructor(
    store: Read,
    { workspaceId, query, below, among }: SearchRequest,
    desktops: NamedDesktop[],
    isOver: () => boolean,
  ) {
    this.#store = store
    this.#workspaceId = workspaceId
    this.#query = query
    this.#desktops = desktops
    this.#isSome = among !== undefined
    this.#byId = new Map(desktops.map((desktop) => [desktop.id, desktop]))
    this.#wanted = wantedOf(query)
    this.#isLeft = isOver
    this.#firstWithin = below === undefined ? FIRST_WITHIN : ANSWER_WITHIN
  }

  /** `lowest`: all tasks from this number on, below `high`, were looked at. */
  async through(high: number, limit: number) {
    const hits: SearchHit[] = []
    const filter = this.#filter()
    const words = indexedWords(this.#query.words, this.#desktops)
    const windows = new Windows(high)
    let lowest = high
    let oldest: number | null = null
    for (let range = windows.next(); range !== null; range = windows.next()) {
      const start = performance.now()
      const found = await this.#store.snapshot((db) =>
        candidates(db, this.#workspaceId, words, range),
      )
      if (found !== null) windows.took(performance.now() - start)
      await this.#breathe()
      // All of the range may match, or those that the index names.
      for (let below = range.high; ; ) {
        const batch = found?.splice(0, BATCH)
        const where = batch ? { numbers: batch } : { low: range.low, high: below }
        const tasks =
          batch?.length === 0
            ? []
            : await listSearched(this.#store.db, this.#workspaceId, filter, where, BATCH)
        for (const task of tasks) {
          const hit = await this.#look(task)
          lowest = task.number
          oldest = task.created_at
          if (hit) hits.push(hit)
          if (hits.length === limit || this.#isOver(hits))
            return { hits, lowest, lookedBackTo: isoOrNull(oldest) }
          await this.#breathe()
        }
        if (found ? found.length === 0 : tasks.length < BATCH) break
        if (!found) below = tasks.at(-1)!.number
      }
      if (found === null) windows.took(performance.now() - start)
      lowest = range.low
      if (this.#isOver(hits)) break
    }
    return { hits, lowest, lookedBackTo: isoOrNull(oldest) }
  }

  #isOver(hits: SearchHit[]): boolean {
    const within = hits.length > 0 ? this.#firstWithin : ANSWER_WITHIN
    return performance.now() - this.#begun > within || this.#isLeft()
  }

  async #breathe(): Promise<void> {
    if (performance.now() - this.#turnSince < TURN) return
    await turn()
    this.#turnSince = performance.now()
  }

  #filter(): SearchFilter {
    const { desktop, label, ...rest } = this.#query
    const isAny =
      !this.#isSome && [desktop, label].every(({ some, none }) => some.length + none.length === 0)
    const passes = ({ id, name, labels }: NamedDesktop) =>
      accepts(desktop, (pattern) => id === pattern || matchesName(pattern, name)) &&
      accepts(label, (pattern) => labels.some((each) => matchesName(pattern, each)))
    return {
      ...rest,
      desktopIds: isAny ? undefined : this.#desktops.filter(passes).map(({ id }) => id),
    }
  }

  async #look(task: SearchedTask): Promise<SearchHit | null> {
    const desktop = this.#byId.get(task.desktop_id)
    const { words, without } = this.#wanted
    const onlyFilters = words.length + without.length === 0
    const matches = onlyFilters ? [] : matchesIn(await this.#sections(task, desktop), this.#wanted)
    if (matches === null) return null
    return {
      id: task.id,
      type: task.type,
      status: task.status,
      desktopId: task.desktop_id,
      createdAt: iso(task.created_at),
      completedAt: isoOrNull(task.completed_at),
      exitCode: task.exit_code,
      summary: firstLine(task.content),
      desktopName: desktop?.name ?? '',
      matches,
    }
  }

  async #sections(task: SearchedTask, desktop: NamedDesktop | undefined): Promise<Section[]> {
    const output = await outputOf(this.#store, task)
    const named = desktop ? [desktop.name, ...desktop.labels] : []
    const names = {
      in: 'desktop' as const,
      numbered: false,
      lines: named.map((name) => name.toWellFormed()),
    }
    return [...sectionsOf(task, output), names]
  }
}

async function outputOf({ db }: Read, { run_id }: SearchedTask) {
  return run_id === null ? { head: [], tail: [] } : await searchedOutput(db, run_id)
}

function accepts(
  { some, none }: { some: string[]; none: string[] },
  matches: (pattern: string) => boolean,
): boolean {
  return (some.length === 0 || some.some(matches)) && !none.some(matches)
}
