import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Board, type BoardTask, TASK_STATUSES, type Task } from '@mission-control/protocol'
import { cleanUp, wholeFile } from '../setup/cleanup.ts'
import { ACTIVITY, openStream } from '../setup/event-stream.ts'
import { assertProblem } from '../setup/problems.ts'
import { startServer } from '../setup/server.ts'
import { addStranger } from '../setup/stranger.ts'
import { finishCommand, runCommand, untilThere } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const server = await startServer(wholeFile)
const { client, desktopId } = server
const BOARD = '/api/mission-control/board'
const idsOf = (tasks: { id: string }[]) => tasks.map(({ id }) => id)

/** The card of a task. */
async function cardOf(id: string): Promise<BoardTask> {
  const { board } = await client.board.get({ limit: 500 })
  const card = Object.values(board.columns)
    .flat()
    .find((task) => task.id === id)
  assert.ok(card)
  return card
}

/** What a card says of a task as the task itself does. */
function asCard(task: Task) {
  const {
    content: _,
    result: __,
    timeoutSeconds: ___,
    graceSeconds: _____,
    outputRemovedAt: ____,
    rerunAs: ______,
    approvals: _______,
    createdByTask: ________,
    ...card
  } = task
  return { ...card, approvals: null }
}

test('the board of a new server is empty, but for its own machine', async () => {
  const { board, cursor } = await client.board.get()
  assert.deepEqual(board, {
    overview: await client.overview.get(),
    settings: await client.settings.get(),
    columns: { pending: [], running: [], review: [], done: [], failed: [], cancelled: [] },
    batches: [],
    approvals: [],
    permissions: [],
    desktops: board.desktops,
    activity: await client.activity.list(),
  } satisfies Board)
  assert.deepEqual(idsOf(board.desktops), [desktopId])
  assert.equal(cursor, 1)
})

test('it holds what the single answers hold, each task in its column', async (t) => {
  t.after(() => client.settings.update({ requireApproval: false }))
  await client.tasks.createBatch({
    tasks: ['one', 'two', 'three'].map((content) => ({ type: 'command', content, desktopId })),
  })
  for (const command of ['echo done', 'echo failed; exit 1', 'echo too']) {
    await finishCommand(server, command)
  }
  await client.settings.update({ requireApproval: true })
  await finishCommand(server, 'echo gated')
  const stopped = await runCommand(server, `echo begun; ${untilThere('never')}`)
  const dropped = await client.tasks.create({ type: 'command', content: 'dropped', desktopId })
  await client.tasks.cancel(dropped.id)
  await waitFor('the first line', async () => (await cardOf(stopped.id)).tail === 'begun')

  const { board, cursor } = await client.board.get()
  assert.deepEqual(board.overview.tasks, (await client.overview.get()).tasks)
  assert.deepEqual(board.settings, await client.settings.get())
  assert.equal(board.settings.requireApproval, true)
  const [approval] = await client.approvals.list()
  const { id, taskId, createdAt } = approval!
  assert.deepEqual(board.approvals[0], { id, taskId, createdAt })
  assert.equal(board.approvals.length, 1)
  assert.deepEqual(idsOf(board.desktops), idsOf(await client.desktops.list()))
  assert.deepEqual(board.activity, await client.activity.list({ limit: 100 }))
  assert.equal(cursor, board.activity[0]?.id)
  for (const status of TASK_STATUSES) {
    const cards = board.columns[status]
    assert.equal(cards.length, board.overview.tasks[status])
    const tasks = await client.tasks.list({ status })
    assert.deepEqual(
      cards.map(({ summary: _, tail: __, ...card }) => card),
      tasks.map(asCard),
    )
    assert.deepEqual(
      cards.map(({ summary }) => summary),
      tasks.map(({ content }) => content),
    )
  }
  const tails = Object.entries(board.columns).map(([status, cards]) => [
    status,
    cards.map(({ tail }) => tail),
  ])
  assert.deepEqual(Object.fromEntries(tails), {
    pending: [null, null, null],
    running: ['begun'],
    review: ['gated'],
    done: ['too', 'done'],
    failed: ['failed'],
    cancelled: [null],
  })
  await client.tasks.cancel(stopped.id)
})

test('a card has one line of what was asked for, however much that is', async () => {
  const content = `\n \u00a0 true ${'é'.repeat(300)}\n${'# more\n'.repeat(5000)}`
  const { id } = await client.tasks.create({ type: 'command', content, desktopId })
  const card = await cardOf(id)
  assert.equal(card.summary, `true ${'é'.repeat(194)}…`)
  const [created] = await client.activity.list({ taskId: id })
  assert.ok(created?.type === 'task.created')
  assert.equal(card.summary, created.payload.summary)
  assert.equal('content' in card, false)
})

/** What a command prints, and the line that its card shows. */
const TAILS: [what: string, command: string, tail: string | null][] = [
  ['nothing', 'true', null],
  ['blank lines', 'echo; echo " "; echo', null],
  ['several lines at once', "printf 'one\\ntwo\\nthree\\n'", 'three'],
  ['lines one by one', 'for i in 1 2 3 4 5 6; do echo line $i; sleep 0.03; done', 'line 6'],
  ['blank lines after one', 'echo text; for i in 1 2; do sleep 0.03; echo; done', 'text'],
  ['one line bit by bit', 'for i in a b c; do printf $i; sleep 0.03; done', 'abc'],
  ['a progress bar', "for i in 1 2 3 4 5 6; do printf '\\r%s%%' $i; sleep 0.03; done", '6%'],
  [
    'a progress bar that is sent in pieces',
    "printf ' 10%%\\r 4'; sleep 0.03; printf '5'; sleep 0.03; printf '%%\\r'",
    '45%',
  ],
  [
    'a letter that is sent in pieces',
    "printf '\\303'; sleep 0.03; printf '\\251t\\303\\251'",
    'été',
  ],
  ['a colour that is sent in pieces', "printf '\\033[3'; sleep 0.03; printf '1mred'", 'red'],
  ['colours', "printf '\\033[1;31mred\\033[0m\\n'", 'red'],
  ['an error', 'echo out; sleep 0.03; echo err >&2', 'err'],
  // Of a line that begins too far back the end is shown.
  ['a very long line', 'yes é | head -c 300000 | tr -d "\\n"', `${'é'.repeat(199)}…`],
  ['text behind a very long line', 'head -c 300000 /dev/zero | tr "\\0" x; echo; echo end', 'end'],
]

/** The last line of each task, as those who watch were told it. */
const toldTails = new Map<string, string | null>()
const watching = new AbortController()
cleanUp(wholeFile, () => watching.abort())
const told = (async () => {
  for await (const { event } of client.activity.stream({ signal: watching.signal })) {
    if (event.type !== 'task.output' || event.payload.tail === undefined) continue
    toldTails.set(event.payload.taskId, event.payload.tail)
  }
})()
told.catch((error) => assert.ok(watching.signal.aborted, error))

for (const [what, command, tail] of TAILS) {
  test(`a card has the last line of the output, live as in a snapshot: ${what}`, async () => {
    const { id, status } = await finishCommand(server, command)
    assert.equal(status, 'done')
    assert.equal((await cardOf(id)).tail, tail)
    await waitFor(`${tail} to be told`, () => (toldTails.get(id) ?? null) === tail)
  })
}

test('limit is for each column, the newest first', async () => {
  const { columns: all } = (await client.board.get({ limit: 500 })).board
  const { columns, overview } = (await client.board.get({ limit: 2 })).board
  for (const status of TASK_STATUSES) {
    assert.deepEqual(columns[status], all[status].slice(0, 2))
    assert.equal(overview.tasks[status], all[status].length)
  }
  assert.ok(all.done.length > 2)
})

test('a column goes on page by page, to its end', async () => {
  const { board } = await client.board.get({ limit: 500 })
  const all = board.columns.done
  const pages: BoardTask[][] = []
  let cursor: string | undefined
  do {
    const page = await client.board.column('done', { limit: 4, ...(cursor && { cursor }) })
    assert.equal(page.cursor, (await client.activity.list({ limit: 1 }))[0]?.id)
    pages.push(page.tasks)
    cursor = page.next ?? undefined
  } while (cursor)
  assert.deepEqual(pages.flat(), all)
  assert.ok(pages.slice(0, -1).every(({ length }) => length === 4))

  const { length } = all
  assert.equal((await client.board.column('done', { limit: length })).next, null)
  assert.equal((await client.board.column('done', { limit: length - 1 })).next, all.at(-2)?.id)
  assert.deepEqual((await client.board.column('running')).tasks, [])
})

test('a column that there is not is not found, and a limit has to be one', async () => {
  for (const status of ['Done', 'all', 'done,failed', 'x'.repeat(1000)]) {
    await assertProblem(await server.request(`${BOARD}/${status}`), 'route_not_found')
  }
  for (const path of [BOARD, `${BOARD}/done`]) {
    for (const limit of ['0', '501', '-1', 'all', '']) {
      const answer = await server.request(`${path}?limit=${limit}`)
      const { errors } = await assertProblem(answer, 'invalid_request')
      assert.equal(errors?.[0]?.path, 'limit')
    }
  }
})

test('the board and the stream from its cursor make the whole, while tasks are created', async (t) => {
  const created: Promise<Task>[] = []
  const boards = []
  for (let i = 0; i < 20; i++) {
    for (let n = 0; n < 3; n++) {
      created.push(client.tasks.create({ type: 'command', content: 'true', desktopId }))
    }
    boards.push(await client.board.get({ limit: 500 }))
  }
  const total = idsOf(await Promise.all(created)).length
  const { board: last } = await client.board.get({ limit: 500 })
  for (const { board, cursor } of boards) {
    const missing = last.columns.pending.length - board.columns.pending.length
    assert.ok(missing <= total)
    assert.equal(board.overview.tasks.pending, board.columns.pending.length)
    assert.equal(board.activity[0]?.id, cursor)
    const stream = await openStream(t, server, ACTIVITY, cursor ?? 0)
    const seen: string[] = []
    while (seen.length < missing) {
      const { data } = await stream.nextData()
      if (data.type === 'task.created') seen.push(data.payload.taskId)
    }
    const known = new Set(idsOf(board.columns.pending))
    assert.ok(seen.every((id) => !known.has(id)))
    stream.cut()
  }
})

test('somebody else has a board of their own', async () => {
  const stranger = await addStranger(server)
  const { board } = await stranger.board.get()
  assert.deepEqual(board.desktops, [])
  assert.deepEqual(board.activity, [])
  assert.equal(board.overview.tasks.done, 0)
  assert.deepEqual((await stranger.board.column('done')).tasks, [])
})
