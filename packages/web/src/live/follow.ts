import type { Client, StreamedActivity } from '@mission-control/client'
import type { ActivityEvent, DesktopEvent, LiveEvent, TaskStatus } from '@mission-control/protocol'
import type { LiveStore } from './store.ts'

const RETRY_MS = 2_000
/** How often the figures of the last 24 hours are loaded again, in ms: they also change with the clock. */
const REFRESH_MS = 60_000

/** The columns whose cards show a last line, and for how many cards a missed line is loaded. */
const TAILS: readonly TaskStatus[] = ['running', 'review', 'failed']
const MISSED = 100

/**
 * Keeps the store at the present until the signal: one snapshot, then the stream from there on. The client
 * handles cuts, and resumes by its cursor. Only if the cursor is too old, or the server has lost its log,
 * everything begins again. A store that was followed before goes on where it was.
 */
export async function follow(client: Client, store: LiveStore, signal: AbortSignal): Promise<void> {
  let known = store.get().cursor
  while (!signal.aborted) {
    try {
      const isFresh = known === 0
      const after = isFresh ? await begin(client, store, signal) : known
      known = 0
      await goOn(client, store, after, isFresh, signal)
    } catch (error) {
      if (signal.aborted) return
      cut(store, error instanceof Error ? error.message : String(error))
      await pause(RETRY_MS, signal)
    }
  }
}

/** Takes the snapshot and returns its place in the log. */
async function begin(client: Client, store: LiveStore, signal: AbortSignal): Promise<number> {
  const { board, cursor } = await client.board.get({}, { signal })
  store.send({ type: 'snapshot', board, cursor })
  store.send({ type: 'connection', connection: { state: 'live' } })
  return cursor
}

/** Returns when the stream says that it can't be continued. */
async function goOn(
  client: Client,
  store: LiveStore,
  after: number,
  isFresh: boolean,
  signal: AbortSignal,
): Promise<void> {
  let missesNothing = isFresh
  const onState = (state: 'live' | 'reconnecting') => {
    if (state === 'reconnecting') return cut(store, '')
    store.send({ type: 'connection', connection: { state: 'live' } })
    // Events without a number aren't replayed, so what they told is loaded.
    if (!missesNothing) catchUp(client, store, signal)
    // Since the snapshot, something may have been printed.
    for (const status of TAILS) tails(client, store, status, signal)
    missesNothing = false
  }
  const stream = client.activity.stream({ after, desktops: true, signal, onState })
  for await (const { id, event, at, actor } of stream) {
    if (event.type === 'stream.reset') return
    pass(store, { id, event, at, actor })
  }
}

/** Asks for the figures until the signal. */
export function keepFigures(client: Client, store: LiveStore, signal: AbortSignal): void {
  const timer = setInterval(() => refreshFigures(client, store, signal), REFRESH_MS)
  signal.addEventListener('abort', () => clearInterval(timer))
}

function pass(store: LiveStore, { id, event, at, actor }: StreamedActivity): void {
  if (id === null) {
    store.send({ type: 'live', at: Date.now(), event: event as LiveEvent | DesktopEvent })
  } else {
    const when = at === null ? Date.now() : Date.parse(at)
    store.send({ type: 'event', id, at: when, actor, event: event as ActivityEvent })
  }
}

function cut(store: LiveStore, reason: string): void {
  const { connection } = store.get()
  const since = connection.state === 'cut' ? connection.since : Date.now()
  store.send({ type: 'connection', connection: { state: 'cut', since, reason } })
}

function catchUp(client: Client, store: LiveStore, signal: AbortSignal): void {
  client.desktops.list({ signal }).then(
    (desktops) => store.send({ type: 'desktops', desktops }),
    () => undefined, // Cut again: the next connection asks again.
  )
  refreshFigures(client, store, signal)
}

function tails(client: Client, store: LiveStore, status: TaskStatus, signal: AbortSignal): void {
  const askedAt = Date.now()
  client.board.column(status, { limit: MISSED }, { signal }).then(
    ({ tasks }) => store.send({ type: 'tails', tasks, askedAt }),
    () => undefined, // Cut again: the next connection asks again.
  )
}

function refreshFigures(client: Client, store: LiveStore, signal: AbortSignal): void {
  client.overview.getWithCursor({ signal }).then(
    ({ overview, cursor }) => store.send({ type: 'overview', overview, cursor }),
    () => undefined, // The next minute asks again.
  )
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      done()
    })
  })
}
