/**
 * Part of people-keys.test.ts: what a key sees that is restricted to some desktops is what a whole key sees of
 * these. A route that isn't filtered, and names nothing, refuses such a key.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { ApiError } from '@mission-control/client'
import type {
  ActivityEntry,
  Board,
  Desktop,
  NewApiKey,
  Overview,
  Route,
  RouteName,
  SearchAnswer,
  Settings,
  Task,
} from '@mission-control/protocol'
import { routes, TASK_STATUSES } from '@mission-control/protocol'
import { ACTIVITY, type Frame, openStream } from '../setup/event-stream.ts'
import { assertProblem } from '../setup/problems.ts'
import type { serverAt, TestServer } from '../setup/server.ts'
import { finishCommand, runCommand } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

type Asking = ReturnType<typeof serverAt>
type KeyWith = (more: Partial<NewApiKey>) => Promise<Asking>

/** What there is of the desktops of a key, by a whole key. */
interface Within {
  desktop: string
  desktops: Desktop[]
  /** All tasks and events of the workspace, newest first. */
  tasks: Task[]
  events: ActivityEntry[]
}

const isOf =
  ({ desktop }: Within) =>
  (of: { desktopId: string }) =>
    of.desktopId === desktop
const happened =
  ({ desktop }: Pick<Within, 'desktop'>) =>
  ({ payload }: { payload: object }) =>
    ('desktopId' in payload ? payload.desktopId : (payload as { id?: string }).id) === desktop

/** The batches' counts, of the tasks of the desktop. */
function countsOf(of: Within, ids: string[]) {
  return ids.flatMap((id) => {
    const counts = countByStatus(of.tasks.filter(isOf(of)).filter(({ batchId }) => batchId === id))
    return Object.values(counts).some((count) => count > 0) ? [{ id, counts }] : []
  })
}

function countByStatus(tasks: Task[]): Overview['tasks'] {
  const counts = { pending: 0, running: 0, review: 0, done: 0, failed: 0, cancelled: 0 }
  for (const { status } of tasks) counts[status]++
  return counts
}

/** Everything has happened within a day, and no agent has used anything. */
function overviewOf(whole: Overview, of: Within): Overview {
  const tasks = of.tasks.filter(isOf(of))
  const counts = countByStatus(tasks)
  const { done, failed } = counts
  const ran = tasks
    .filter(({ completedAt, processStartedAt }) => completedAt && processStartedAt)
    .map((task) => Date.parse(task.processEndedAt!) - Date.parse(task.processStartedAt!))
  const desktop = of.desktops.find(({ id }) => id === of.desktop)
  const isUp = desktop?.status === 'running'
  return {
    ...whole,
    tasks: counts,
    queued: tasks.filter(({ waiting }) => waiting === 'queued').length,
    activeDesktops: isUp ? 1 : 0,
    // Only one desktop has a runner.
    resources: isUp ? whole.resources : { cpu: 0, memory: { used: 0, total: 0, percent: 0 } },
    throughput24h: done + failed,
    completionRate24h:
      done + failed === 0 ? null : Math.round((1000 * done) / (done + failed)) / 10,
    averageDurationMs24h: ran.length === 0 ? null : ran.reduce((a, b) => a + b) / ran.length,
  }
}

function boardOf(whole: Board, of: Within): Board {
  const ofTask = ({ taskId }: { taskId: string }) =>
    of.tasks.some((task) => task.id === taskId && isOf(of)(task))
  const columns = Object.entries(whole.columns).map(([name, tasks]) => [
    name,
    tasks.filter(isOf(of)),
  ])
  return {
    overview: overviewOf(whole.overview, of),
    settings: settingsOf(whole.settings, of),
    columns: Object.fromEntries(columns),
    batches: whole.batches.flatMap(({ id }) => countsOf(of, [id])),
    approvals: whole.approvals.filter(ofTask),
    permissions: whole.permissions.filter(ofTask),
    desktops: whole.desktops.filter(({ id }) => id === of.desktop),
    activity: of.events.filter(happened(of)).slice(0, 100),
  }
}

const settingsOf = (whole: Settings, { desktop }: Within): Settings => ({
  ...whole,
  agentFrom: whole.agentFrom === desktop ? desktop : null,
})

/** What a key of one desktop is answered, of what a whole key is answered. */
interface Filtered {
  /** The addresses that are asked, each behind the route's path. */
  asks?: (batches: string[]) => string[]
  // biome-ignore lint/suspicious/noExplicitAny: each row knows what its route answers.
  leaves(whole: any, of: Within): unknown
}

const FILTERED: { [N in RouteName]?: Filtered } = {
  getBoard: { leaves: boardOf },
  getBoardColumn: {
    asks: () => TASK_STATUSES.map((status) => `/${status}`),
    leaves: (whole: Task[], of) => whole.filter(isOf(of)),
  },
  listTasks: {
    asks: () => ['', '?status=done'],
    leaves: (whole: Task[], of) => whole.filter(isOf(of)),
  },
  listBatches: {
    asks: (batches) => [`?ids=${batches.join(',')}`],
    leaves: (whole: { id: string }[], of) => whole.flatMap(({ id }) => countsOf(of, [id])),
  },
  search: {
    asks: () => ['?q=reach', '?q=status:done', `?q=${HERE}`, `?q=desktop:${THERE}`],
    leaves: (whole: SearchAnswer, of) => ({ ...whole, hits: whole.hits.filter(isOf(of)) }),
  },
  listApprovals: {
    asks: () => ['?kind=all'],
    leaves: (whole: { task: Task }[], of) => whole.filter(({ task }) => isOf(of)(task)),
  },
  getSettings: { leaves: settingsOf },
  listActivity: {
    asks: () => ['?limit=1000', '?after=0&limit=1000', '?type=task.completed&limit=1000'],
    leaves: (whole: ActivityEntry[], of) => whole.filter(happened(of)),
  },
  getOverview: { leaves: overviewOf },
  listDesktops: {
    leaves: (whole: Desktop[], { desktop }) => whole.filter(({ id }) => id === desktop),
  },
}

/** Their bodies name desktops and tasks. */
const NAMING: RouteName[] = ['createTask', 'createTasks', 'rerunTasks', 'runTasks']
const STREAMS: RouteName[] = ['streamActivity', 'streamDesktops']

const CODES = {
  desktops: 'desktop_not_found',
  tasks: 'task_not_found',
  batches: 'batch_not_found',
  approvals: 'approval_not_found',
} as const

const isBeyond = (error: unknown) =>
  error instanceof ApiError &&
  error.code === 'not_allowed' &&
  /restricted to some desktops/.test(error.detail)

/** The names of the two desktops. */
const [HERE, THERE] = ['reached-here', 'reached-there']
const LABEL = 'reached'
const MC = '/api/mission-control'

/** Two desktops with some of everything, and a key of each: by its id, and by its label. */
async function fill(server: TestServer, keyWith: KeyWith) {
  const { client, desktopId: here } = server
  const { id: there } = await client.desktops.create({ name: THERE, labels: [LABEL] })
  await client.desktops.update(here, { name: HERE })
  await client.agents.setUp(there, { kind: 'acp', preset: 'opencode' })
  await client.settings.update({ agentFrom: there })
  const command = (desktopId: string, content = 'echo reach') =>
    ({ type: 'command', content, desktopId }) as const
  const review = await finishCommand(server, 'echo reach', { requiresApproval: true })
  await finishCommand(server, 'exit 3 # reach')
  const running = await runCommand(server, 'sleep 300 # reach')
  const batchOf = async (...desktops: string[]) => {
    const tasks = desktops.map((id) => command(id))
    return (await client.tasks.createBatch({ tasks })) as [Task, ...Task[]]
  }
  const [mixed, ofHere, ofThere] = [
    await batchOf(here, there),
    await batchOf(here, here),
    await batchOf(there, there),
  ]
  await client.tasks.runMany(ofHere.map(({ id }) => id))
  await client.tasks.cancel((await client.tasks.create(command(there))).id)
  const batches = [mixed, ofHere, ofThere].map(([first]) => first.batchId!)
  await waitFor('the ends', async () => {
    const { batch } = await client.board.batch(batches[1]!)
    return batch.counts.done === 2
  })
  await waitFor('the index', async () => (await client.search('reach')).notIndexed === 0)
  const approval = (await client.approvals.list()).find(({ taskId }) => taskId === review.id)!
  const desktops = {
    [here]: {
      key: await keyWith({ restrictedTo: { desktopIds: [here] } }),
      ids: { desktops: here, tasks: review.id, batches: batches[1]!, approvals: approval.id },
    },
    [there]: {
      key: await keyWith({ restrictedTo: { labels: [LABEL] } }),
      ids: { desktops: there, tasks: ofThere[0].id, batches: batches[2]!, approvals: 'none' },
    },
  }
  return { here, there, desktops, batches, mixed, running }
}

/** The answer; of a search, which may take several, all of them. */
async function answerTo({ request }: Pick<Asking, 'request'>, path: string) {
  const answer = await request(path)
  const json = await answer.json()
  for (let next = json.nextCursor; next; ) {
    const more: SearchAnswer = await (await request(`${path}&cursor=${next}`)).json()
    json.hits.push(...more.hits)
    next = more.nextCursor
    Object.assign(json, { nextCursor: next, lookedBackTo: more.lookedBackTo })
  }
  return { status: answer.status, json }
}

/** All pages of a list, which are joined by their links. */
async function pagesOf({ request }: Pick<Asking, 'request'>, path: string) {
  const all: unknown[] = []
  for (let next: string | undefined = `${path}?limit=1`; next !== undefined; ) {
    const answer: Response = await request(next)
    all.push(...(await answer.json()))
    const [, url] = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '') ?? []
    next = url && new URL(url, answer.url).pathname + new URL(url, answer.url).search
  }
  return all
}

export async function testReach(server: TestServer, keyWith: KeyWith): Promise<void> {
  const { client, request } = server
  const { here, there, desktops, batches, mixed, running } = await fill(server, keyWith)
  const all = Object.entries(routes) as [RouteName, Route][]

  /** Until nothing changes between two answers to the whole key, such as a load. */
  async function compare(path: string, key: Asking, leaves: Filtered['leaves'], desktop: string) {
    await waitFor(`the same answer twice: ${path}`, async () => {
      const before = await answerTo(server, path)
      const of = {
        desktop,
        desktops: await client.desktops.list(),
        tasks: await client.tasks.list(),
        events: await client.activity.list({ limit: 1000 }),
      }
      const narrow = await answerTo(key, path)
      if (!isDeepStrictEqual(before, await answerTo(server, path))) return false
      const expected = { status: before.status, json: leaves(before.json, of) }
      assert.deepEqual(narrow, expected, path)
      return true
    })
  }

  for (const [name, desktop] of [
    [HERE, here],
    [THERE, there],
  ] as const) {
    const { key, ids } = desktops[desktop]!
    const other = desktops[desktop === here ? there : here]!

    test(`a key of the desktop ${name} sees of each route what a whole key sees of that desktop`, async () => {
      for (const [route, { asks = () => [''], leaves }] of Object.entries(FILTERED)) {
        const { path } = routes[route as RouteName]
        for (const ask of asks(batches)) {
          await compare(path.replace('/:status', '') + ask, key, leaves, desktop)
        }
      }
      for (const [, { path, method, open }] of all) {
        const kind = /\/([\w-]+)\/:id/.exec(path)?.[1] as keyof typeof ids
        if (open || method !== 'GET' || ids[kind] === undefined) continue
        const at = path.replace(':id', ids[kind]).replace(/:\w+/g, 'none')
        await compare(at, key, (whole) => whole, desktop)
      }
      for (const path of [`${MC}/tasks`, `${MC}/board/pending`, `${MC}/approvals`]) {
        const answer = await key.request(path)
        assert.deepEqual(await pagesOf(key, path), await answer.json(), path)
      }
    })

    test(`a key of the desktop ${name} reaches nothing else by any route`, async () => {
      for (const [route, { open, method, path }] of all) {
        if (open || route in FILTERED || STREAMS.includes(route) || NAMING.includes(route)) continue
        const kind = /\/([\w-]+)\/:id/.exec(path)?.[1] as keyof typeof ids
        // A move is about two workspaces, whichever desktop it names.
        const beyond = route === 'moveDesktop' ? undefined : other.ids[kind]
        const at = (id: string) => path.replace(':id', id).replace(/:\w+/g, 'none')
        if (beyond === undefined) {
          await assertProblem(await key.request(at('none'), { method }), 'not_allowed')
        } else {
          await assertProblem(await key.request(at(beyond), { method }), CODES[kind])
          // As what isn't there at all.
          await assertProblem(await key.request(at('none'), { method }), CODES[kind])
        }
      }
      const own = { type: 'command', content: 'true', desktopId: desktop } as const
      const beyond = { ...own, desktopId: other.ids.desktops }
      const [mine, theirs] = [ids.tasks, other.ids.tasks]
      const { tasks, agents } = key.client
      for (const ask of [
        () => tasks.create(beyond),
        () => tasks.create({ ...own, rerunOf: theirs }),
        () => tasks.createBatch({ tasks: [own, beyond] }),
        () => tasks.rerun({ ids: [mine, theirs] }),
        () => tasks.runMany([mine, theirs]),
        () => agents.copy(desktop, [beyond.desktopId]),
      ]) {
        await assert.rejects(ask, isBeyond)
      }
      assert.deepEqual(await tasks.list({ desktopId: beyond.desktopId }), [])
      // What compares all tasks of a batch says nothing of some.
      const named = mixed.find(({ desktopId }) => desktopId !== desktop)!.id
      await assert.rejects(
        key.client.board.batch(batches[0]!),
        (error) => isBeyond(error) && new RegExp(named).test(`${error}`),
      )
    })

    test(`a key of the desktop ${name} follows what happens there: nothing else, no gap, no repeat`, async (t) => {
      const follow = (by: Pick<Asking, 'request'>, cursor: number) =>
        openStream(t, by, `${ACTIVITY}?desktops=true`, cursor)
      const [whole, narrow] = [await follow({ request }, 0), await follow(key, 0)]
      const only = await openStream(t, key, '/api/desktops/stream')
      const { id: live } = await finishCommand(server, 'echo live')
      const task = { type: 'command', content: 'true', desktopId: there } as const
      const { id: last } = await client.tasks.cancel((await client.tasks.create(task)).id)
      const { id: after } = await finishCommand(server, 'true')
      const isLast = ({ data: { type, payload } }: Frame) =>
        'taskId' in payload &&
        payload.taskId === (desktop === here ? after : last) &&
        (type === 'task.completed' || type === 'task.cancelled')
      const until = async (stream: typeof whole) => {
        const frames: Frame[] = []
        while (frames.length === 0 || !isLast(frames.at(-1)!)) frames.push(await stream.nextData())
        return frames
      }
      const isOwn = happened({ desktop })
      const seen = await until(narrow)
      assert.ok(seen.every(({ data }) => isOwn(data)))
      const isKept = ({ id }: Frame) => id !== undefined
      const expected = (await until(whole)).filter(isKept).filter(({ data }) => isOwn(data))
      assert.deepEqual(seen.filter(isKept), expected)
      const printed = seen.some(
        ({ data }) => data.type === 'task.output' && data.payload.taskId === live,
      )
      assert.equal(printed, desktop === here)
      assert.ok(seen.some(({ data }) => data.type === 'desktop.status'))
      // From the middle on, as after a cut.
      const middle = expected[Math.floor(expected.length / 2)]!.id!
      const rest = (await until(await follow(key, middle))).filter(isKept)
      assert.deepEqual(
        rest,
        expected.filter(({ id }) => id! > middle),
      )

      for (const id of [there, here])
        await client.desktops.update(id, { defaultTimeoutSeconds: 60 })
      await client.desktops.update(desktop, { defaultTimeoutSeconds: 61 })
      const told = [await only.nextData(), await only.nextData(), await only.nextData()]
      assert.ok(told.every(({ data }) => isOwn(data)))
    })
  }

  test('a key of a label follows a desktop that comes with it, or is given it', async () => {
    const { key } = desktops[there]!
    const { id } = await client.desktops.create({ name: 'reached-later', labels: [LABEL] })
    const names = async () => (await key.client.desktops.list()).map(({ name }) => name)
    assert.deepEqual(await names(), [THERE, 'reached-later'])
    await client.desktops.delete(id)
    assert.deepEqual(await names(), [THERE])
    await client.settings.update({ agentFrom: null })
    await client.tasks.cancel(running.id)
  })
}
