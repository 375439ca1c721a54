import { setTimeout as sleep } from 'node:timers/promises'
import { ApiError, type Client, createClient, type RequestOptions } from '@mission-control/client'
import { percentile, rounded } from '../measure.ts'
import type { Fleet, FleetRequest } from './fleet.ts'
import { sharedNow } from './messages.ts'
import { type AskedAgain, persevere } from './persevere.ts'
import { commandOf, type Plan } from './plan.ts'

/** From `least` to `most`, evenly spread. */
export interface Range {
  least: number
  most: number
}

export interface Load {
  tasksPerSecond: number
  /** How long tasks are created. */
  seconds: number
  /** Ends that sooner. */
  enough?: AbortSignal
  /** What each task does. */
  duration: Range
  bytes: Range
  /** The share of tasks that exit with 1. */
  failing: number
}

/** How long tasks may take beyond their own time once no more are created, in ms. */
const PATIENCE_MS = 30_000
const TICK_MS = 5
/** A server may just be back. */
const RETRIES = 8
const MS = 1000

/** A task from the request that runs it to its end. */
interface Course {
  runAt: number
  expected: 'task.completed' | 'task.failed'
  endedAt?: number
  ended?: string
}

/** Creates tasks for the desktops of a fleet at an even pace and runs them, whatever becomes of those before. */
export async function applyLoad(
  fleet: Fleet,
  { servers, key }: Pick<FleetRequest, 'servers' | 'key'>,
  load: Load,
  signal: AbortSignal,
) {
  const clients = servers.map((baseUrl) => createClient({ baseUrl, apiKey: key }))
  const courses = new Map<string, Course>()
  const over = new AbortController()
  const ends = followEnds(clients[0]!, courses, AbortSignal.any([signal, over.signal]))
  const refusals: string[] = []
  const again: AskedAgain = {}
  const asked: Promise<void>[] = []
  const isOver = () => signal.aborted || load.enough?.aborted
  const begun = sharedNow()
  const total = Math.round(load.tasksPerSecond * load.seconds)
  await ends.begun
  for (let n = 0; n < total && !isOver(); n++) {
    const wait = begun + (n * MS) / load.tasksPerSecond - sharedNow()
    if (wait > TICK_MS) await sleep(wait, undefined, { signal }).catch(() => null)
    const client = clients[n % clients.length]!
    const course = createAndRun(client, fleet.nextDesktopId(), load, { courses, again }, signal)
    asked.push(course.catch((error) => void refusals.push(String(error))))
  }
  await Promise.all(asked)
  const askedFor = sharedNow() - begun
  const patience = load.duration.most * MS + PATIENCE_MS
  await untilAllEnded(courses, patience, signal)
  over.abort()
  await ends.over
  return summary(fleet, courses, { refusals, again }, askedFor)
}

/** A desktop comes back a moment after its server: until then the server takes no task for it. */
async function createAndRun(
  client: Client,
  desktopId: string,
  load: Load,
  { courses, again }: { courses: Map<string, Course>; again: AskedAgain },
  signal: AbortSignal,
): Promise<void> {
  const plan: Plan = {
    seconds: rounded(within(load.duration)),
    bytes: Math.round(within(load.bytes)),
    exitCode: Math.random() < load.failing ? 1 : 0,
  }
  const task = { type: 'command', content: commandOf(plan), desktopId } as const
  const create = (options: RequestOptions) => client.tasks.create(task, options)
  const { id } = await persevere(create, again, signal)
  const expected = plan.exitCode === 0 ? 'task.completed' : 'task.failed'
  courses.set(id, { runAt: sharedNow(), expected })
  try {
    await persevere((options) => client.tasks.run(id, options), again, signal)
  } catch (error) {
    // What has not been taken has no end to wait for.
    if (error instanceof ApiError) courses.delete(id)
    throw error
  }
}

/** Ends are seen as a user sees them: on the activity stream. `begun`: nothing from now on is missed. */
function followEnds(client: Client, courses: Map<string, Course>, signal: AbortSignal) {
  const { promise: begun, resolve, reject } = Promise.withResolvers<void>()
  const follow = async () => {
    const { cursor } = await client.tasks.listWithCursor({ limit: 1 }, { retries: RETRIES })
    resolve()
    for await (const { event } of client.activity.stream({ after: cursor ?? 0, signal })) {
      if (!('taskId' in event.payload) || !ENDS.has(event.type)) continue
      const course = courses.get(event.payload.taskId)
      if (course && course.endedAt === undefined) {
        Object.assign(course, { endedAt: sharedNow(), ended: event.type })
      }
    }
  }
  const over = follow()
  over.catch(reject)
  return { begun, over }
}

const ENDS = new Set<string>(['task.completed', 'task.failed', 'task.cancelled', 'task.review'])

async function untilAllEnded(
  courses: Map<string, Course>,
  patienceMs: number,
  signal: AbortSignal,
): Promise<void> {
  const end = sharedNow() + patienceMs
  const isOpen = ({ endedAt }: Course) => endedAt === undefined
  while (sharedNow() < end && !signal.aborted && [...courses.values()].some(isOpen)) {
    await sleep(50)
  }
}

function summary(
  fleet: Fleet,
  courses: Map<string, Course>,
  { refusals, again }: { refusals: string[]; again: AskedAgain },
  askedForMs: number,
) {
  const all = [...courses]
  const startMs = all.flatMap(([id, { runAt }]) => {
    const at = fleet.started.get(id)
    return at === undefined ? [] : at - runAt
  })
  const endMs = all.flatMap(([, { runAt, endedAt }]) => (endedAt ? endedAt - runAt : []))
  const ended = all.filter(([, { ended }]) => ended !== undefined)
  return {
    tasks: courses.size,
    perSecond: rounded(courses.size / (askedForMs / MS)),
    refused: refusals.length,
    ...(refusals[0] && { firstRefusal: refusals[0] }),
    askedAgain: again,
    /** From the request that runs a task until its desktop has been told. */
    runToStartMs: spread(startMs),
    /** From the same until its end is seen on the activity stream. */
    runToEndMs: spread(endMs),
    unfinished: courses.size - ended.length,
    endedOtherwise: ended.filter(([, { ended, expected }]) => ended !== expected).length,
    startedTwice: fleet.startedTwice,
    cuts: fleet.cuts,
  }
}

function spread(values: number[]) {
  if (values.length === 0) return null
  const at = (share: number) => rounded(percentile(values, share))
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) }
}

const within = ({ least, most }: Range) => least + Math.random() * (most - least)
