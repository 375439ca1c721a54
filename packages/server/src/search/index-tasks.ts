import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'
import type { Core } from '../core.ts'
import { Lease } from '../lease.ts'
import {
  addDocument,
  type DueTask,
  deleteDocuments,
  holdUnchanged,
  listDue,
  setIndexed,
} from '../store/search-index.ts'
import { searchedOutput } from '../store/searched-output.ts'
import type { Store } from '../store/store.ts'
import { withEach } from '../store/together.ts'
import { fold, piecesOf } from './fold.ts'
import { Steps } from './steps.ts'
import { sectionsOf } from './task-text.ts'

/** How often to look for changed tasks, in ms. Until then they are searched without the index. */
const LOOK_EVERY = 500
/** A transaction takes tasks up to this many characters: about 5 ms. */
const STEP = 64 * 1024
const TASKS = 32
/**
 * After a step, indexing rests for this many times as long: it takes at most a fifth of the time.
 */
const REST = 4
/** The longest rest, in ms: on a busy disk a step takes long, but no time of this process. */
const REST_MAX = 100
/** The rest while runs print as fast as they can, in ms. */
const REST_POURING = 1000

/** Keeps the index of the search up to date, a little at a time, until the signal. */
export async function indexTasks(core: Core, signal: AbortSignal): Promise<void> {
  const rest = (ms: number) => sleep(ms, undefined, { signal }).catch(() => undefined)
  const restAfter = (start: number) =>
    rest(
      core.pouring.goesOn ? REST_POURING : Math.min((performance.now() - start) * REST, REST_MAX),
    )
  const steps = new Steps(core.store, restAfter)
  const lease = new Lease(core, 'index')
  while (!signal.aborted) {
    try {
      // While the disk takes nothing, indexing waits.
      while (!signal.aborted && !core.storage.refusal && (await lease.isHeld())) {
        if (await indexSome(core.store, steps, signal)) continue
        if (!steps.isMerging) break
        await steps.merge()
      }
    } catch (error) {
      core.log.error({ error }, 'indexing for the search failed; it is tried again')
    }
    await rest(LOOK_EVERY)
  }
  await lease.giveUp()
}

/** Indexes some of the newest tasks that have changed; false: there are none. */
export async function indexSome(
  store: Store,
  steps: Steps,
  signal?: AbortSignal,
): Promise<boolean> {
  const start = performance.now()
  const due = await listDue(store.db, TASKS)
  const small: { task: DueTask; text: string }[] = []
  let size = 0
  for (const task of due) {
    // Others take their turn between the texts, which may be long.
    await turn()
    if (signal?.aborted) return true
    const output = task.printed
      ? await searchedOutput(store.db, task.run_id as string)
      : { head: [], tail: [] }
    const lines = sectionsOf(task, output).flatMap((section) => section.lines)
    const text = fold(lines.join('\n'))
    if (text.length > STEP) {
      await indexLong(store, task, text, steps, signal)
      continue
    }
    small.push({ task, text })
    size += text.length
    if (size > STEP) break
  }
  if (small.length > 0) {
    await store.write((tx) =>
      withEach(tx, small, async ({ task, text }) => {
        if (!(await holdUnchanged(tx, task))) return
        await deleteDocuments(tx, task.id)
        await addDocument(tx, task.number, 0, text)
        await setIndexed(tx, task.id, 1, true)
      }),
    )
    await steps.after(start)
  }
  return due.length > 0
}

/**
 * A document each transaction. When it is interrupted, or the task changes meanwhile, the task waits to be
 * indexed as before, and what there is of it is replaced then.
 */
async function indexLong(
  store: Store,
  task: DueTask,
  text: string,
  steps: Steps,
  signal: AbortSignal | undefined,
): Promise<void> {
  const pieces = piecesOf(text)
  for (const [i, piece] of pieces.entries()) {
    if (signal?.aborted) return
    const start = performance.now()
    const goesOn = await store.write(async (tx) => {
      if (!(await holdUnchanged(tx, task))) return false
      if (i === 0) await deleteDocuments(tx, task.id)
      await addDocument(tx, task.number, i, piece)
      await setIndexed(tx, task.id, i + 1, i === pieces.length - 1)
      return true
    })
    if (!goesOn) return
    await steps.after(start)
  }
}
