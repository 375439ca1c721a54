import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseQuery, type SearchAnswer } from '@mission-control/protocol'
import { sql } from 'kysely'
import { storeOf } from '../../../e2e/setup/engine.ts'
import { temporaryFolder } from '../../../e2e/setup/folder.ts'
import { readConfig } from '../src/config.ts'
import { forgetOld } from '../src/retention/forget.ts'
import { trigramsOf } from '../src/search/fold.ts'
import { indexSome } from '../src/search/index-tasks.ts'
import { Places } from '../src/search/places.ts'
import { Steps } from '../src/search/steps.ts'
import { SearchThread } from '../src/search/thread.ts'
import { startServer } from '../src/server.ts'
import { newestNumber } from '../src/store/search.ts'
import { tasksWith } from '../src/store/search-index.ts'
import { openStore, type Store } from '../src/store/store.ts'
import { compareAndSetTask, deleteTask, findTask } from '../src/store/tasks.ts'
import { type Seeded, seedCorpus, seedTask } from './setup/search-corpus.ts'
import { agree, QUERIES } from './setup/search-queries.ts'

const KEY = `mc_${'test-key-'.repeat(5)}`
const dataDir = mkdtempSync(join(tmpdir(), 'mission-control-'))
let corpus: Seeded[]
let url: string
let store: Store
let stop: () => Promise<void>

before(async () => {
  const env = await storeOf(dataDir)
  const databaseUrl = env.DATABASE_URL
  store = await openStore(dataDir, { databaseUrl })
  corpus = await seedCorpus(store, KEY)
  await agree(store, corpus, 'without the index')
  // The long task is the one that is interrupted.
  const gone = new AbortController()
  const steps = new Steps(store, async () => gone.abort())
  while (!gone.signal.aborted) await indexSome(store, steps, gone.signal)
  await agree(store, corpus, 'interrupted while it is indexed')
  await store.close()
  const config = readConfig({
    ...env,
    PORT: '0',
    MISSION_CONTROL_DATA_DIR: dataDir,
    MISSION_CONTROL_API_KEY: KEY,
    MISSION_CONTROL_LOCAL_DESKTOP: 'off',
    MISSION_CONTROL_RATE_LIMIT: '0',
    MISSION_CONTROL_KEEP_OUTPUT_DAYS: '0',
  })
  const server = await startServer({ ...config, webDir: dataDir, packageCommand: () => [] }, () =>
    assert.fail(),
  )
  url = server.url
  stop = server.stop
  // Beside the server, as long as it is quiet: what only a runner could bring about.
  store = await openStore(dataDir, { tenure: 'beside', databaseUrl })
})

after(async () => {
  await store.close()
  await stop()
  rmSync(dataDir, { recursive: true })
})

async function ask(q: string, more = ''): Promise<SearchAnswer> {
  const response = await fetch(
    `${url}/api/mission-control/search?q=${encodeURIComponent(q)}${more}`,
    { headers: { 'x-api-key': KEY } },
  )
  const body = await response.json()
  assert.equal(response.status, 200, `${q}: ${JSON.stringify(body)}`)
  return body as SearchAnswer
}

/** Of what isn't in the index yet is nothing left. */
async function indexed() {
  while ((await ask('x')).notIndexed > 0) await sleep(20)
}

test(`${QUERIES.length} queries find what a look at every task finds, in its order: without the index, with a part of it, and with all`, async () => {
  await indexed()
  await agree(store, corpus, 'with the index')
})

test('the matching line comes with its number, that with most of the words first', async () => {
  const lines = Array.from({ length: 40 }, (_, i) => (i === 20 ? 'alpha one' : `line ${i + 1}`))
  lines[30] = 'beta and alpha'
  await seedTask(store, { content: 'printf\nmatching-lines', output: `${lines.join('\n')}\n` })
  const [hit] = (await ask('alpha beta matching-lines')).hits
  assert.deepEqual(hit?.matches, [
    { in: 'output', line: 31, text: 'beta and alpha' },
    { in: 'content', line: 2, text: 'matching-lines' },
  ])
})

test('of a very long line the piece around the match is shown', async () => {
  await seedTask(store, { content: `${'x'.repeat(90_000)} far-inside ${'y'.repeat(90_000)}` })
  const [match] = (await ask('far-inside')).hits[0]!.matches
  assert.equal(match?.text.length, 300)
  assert.match(match.text, / far-inside /)
})

test('of a long output beginning and end are searched, and the answer says that its middle is not', async () => {
  assert.equal((await ask('x')).longOutputs, 0)
  const filler = `${'z'.repeat(1023)}\n`.repeat(700)
  const output = `first-words\n${filler}middle-words\n${filler}last-words\n`
  const id = await seedTask(store, { content: 'long', output })
  for (const [word, line] of [
    ['first-words', 1],
    ['last-words', null],
  ] as const) {
    const { hits, longOutputs } = await ask(word)
    assert.deepEqual([hits.map((hit) => hit.id), longOutputs], [[id], 1])
    assert.deepEqual(hits[0]?.matches, [{ in: 'output', line, text: word }])
  }
  assert.deepEqual((await ask('middle-words')).hits, [])
})

test('what has changed, is deleted or has expired is found as it is now, at once', async () => {
  const found = async (q: string) => (await ask(q)).hits.map(({ id }) => id)
  const id = await seedTask(store, { content: 'quick-change', output: 'soon-expired\n' })
  await indexed()
  assert.deepEqual(await found('quick-change soon-expired'), [id])
  await store.write(async (tx) => {
    const task = (await findTask(tx, corpus[0]!.workspaceId, id))!
    await compareAndSetTask(tx, task, { feedback: 'judged-since' })
  })
  assert.deepEqual(await found('judged-since'), [id])
  await store.write(async (tx) => {
    await tx.deleteFrom('output').where('run_id', '=', `run_${id}`).execute()
  })
  assert.deepEqual(await found('soon-expired'), [])
  assert.deepEqual(await found('quick-change'), [id])
  await store.write((tx) => deleteTask(tx, id))
  assert.deepEqual(await found('quick-change'), [])
  const rows = async () =>
    await store.db.selectFrom('tasks').select('id').where('id', '=', id).execute()
  while ((await rows()).length > 0) await sleep(20)
})

test('output that is kept for so many days is not found after them, and the index forgets it', async () => {
  const createdAt = Date.parse('2020-01-01')
  const id = await seedTask(store, { content: 'kept-words', output: 'expiring-words\n', createdAt })
  await indexed()
  const high = (await newestNumber(store.db)) + 1
  const inIndex = async (word: string) =>
    (await tasksWith(store.db, trigramsOf(word), { low: high - 1, high })).size
  assert.deepEqual([await inIndex('expiring-words'), await inIndex('kept-words')], [1, 1])
  const now = () => createdAt + 31 * 24 * 3_600_000
  await forgetOld({ store, now }, { outputDays: 30, activityDays: 0 }, 10_000)
  const found = async (q: string) => (await ask(q)).hits.map((hit) => hit.id)
  assert.deepEqual([await found('expiring-words'), await found('kept-words')], [[], [id]])
  await indexed()
  assert.deepEqual([await inIndex('expiring-words'), await inIndex('kept-words')], [0, 1])
})

test('a running task is found by what it prints', async () => {
  const id = await seedTask(store, {
    content: 'goes on',
    output: 'just-printed\n',
    status: 'running',
  })
  assert.deepEqual(
    (await ask('just-printed')).hits.map((hit) => hit.id),
    [id],
  )
})

test('tasks of another workspace and messages of a chat are not found, and not counted', async () => {
  await indexed()
  await seedTask(store, { content: 'elsewhere-word', workspaceId: 'other' })
  assert.equal((await ask('elsewhere-word')).notIndexed, 0)
  await seedTask(store, { content: 'elsewhere-word', chat: 1 })
  assert.deepEqual((await ask('elsewhere-word')).hits, [])
})

test('what cannot be used is refused in words, and what may be meant otherwise is noted', async () => {
  const refusal = async (q: string) => {
    const response = await fetch(`${url}/api/mission-control/search?q=${encodeURIComponent(q)}`, {
      headers: { 'x-api-key': KEY },
    })
    return [response.status, ((await response.json()) as { detail: string }).detail]
  }
  assert.deepEqual(await refusal('status:finished'), [
    400,
    'status: expected one of pending, running, review, done, failed, cancelled, got “finished”.',
  ])
  assert.deepEqual(await refusal('in:output status:failed'), [
    400,
    'in: expected words to look for there, got none.',
  ])
  assert.deepEqual(await refusal('x'.repeat(501)), [
    400,
    'Expected at most 500 characters, got 501.',
  ])
  assert.match((await ask('statsu:failed')).notes.join(), /“statsu:” is not a filter/)
})

test('two searches look at a time, the others in their order; too many are told to come back', async () => {
  const places = new Places()
  const begun: number[] = []
  const ends: (() => void)[] = []
  const looks = Array.from({ length: 40 }, (_, i) =>
    places.with(async () => {
      begun.push(i)
      await new Promise<void>((resolve) => ends.push(resolve))
      // Who fails gives its place as well.
      if (i % 2 === 1) throw new Error('failed')
      return i
    }),
  )
  const over = Promise.allSettled(looks)
  assert.deepEqual(begun, [0, 1])
  for (let i = 0; i < 32; i++) {
    assert.ok(ends.length - i <= 2)
    ends[i]!()
    await sleep(0)
  }
  const outcomes = await over
  assert.deepEqual(begun, [...Array(32).keys()])
  for (const [i, outcome] of outcomes.entries()) {
    const reason = outcome.status === 'rejected' ? outcome.reason : null
    assert.equal(reason?.problem?.code, i < 32 ? undefined : 'overloaded', `${i}`)
  }
  await places.with(async () => undefined)
})

test('a search whose thread could not begin fails, and the next one begins another', async (t) => {
  const dir = temporaryFolder(t)
  const thread = new SearchThread(dir)
  t.after(() => thread.close())
  const { query } = parseQuery('here-now', Date.now())
  const request = { workspaceId: 'w', query, limit: 1, below: undefined }
  const { signal } = new AbortController()
  await assert.rejects(thread.search(request, signal), /unable to open database file/)
  const own = await openStore(dir)
  t.after(() => own.close())
  assert.deepEqual((await thread.search(request, signal)).hits, [])
})

async function withOwnStore(t: TestContext) {
  const dir = temporaryFolder(t)
  const own = await openStore(dir)
  t.after(() => own.close())
  await seedCorpus(own, KEY)
  return { dir, own }
}

test('a search whose caller left while it waited for its place looks no further than its first turn', async (t) => {
  const { dir, own } = await withOwnStore(t)
  await seedTask(own, { content: 'y'.repeat(4_000_000) })
  const thread = new SearchThread(dir)
  t.after(() => thread.close())
  const { query } = parseQuery('nowhere-at-all', Date.now())
  const request = { workspaceId: 'w', query, limit: 1, below: undefined }
  const { next } = await thread.search(request, AbortSignal.abort())
  assert.notEqual(next, null)
})

test('many long outputs do not make an index of so many parts that SQLite refuses more', async (t) => {
  const { own } = await withOwnStore(t)
  for (let i = 0; i < 3; i++) await seedTask(own, { content: 'y'.repeat(900_000) })
  const steps = new Steps(own)
  let most = 0
  while (await indexSome(own, steps)) {
    const parts = await sql<{ count: number }>`
      select count(distinct segid) as count from task_search_idx`.execute(own.db)
    most = Math.max(most, parts.rows[0]!.count)
  }
  assert.ok(most <= 16, `${most} parts`)
})
