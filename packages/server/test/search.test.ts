import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SearchAnswer, TaskStatus } from '@mission-control/protocol'
import { readConfig } from '../src/config.ts'
import { forgetOld } from '../src/retention/forget.ts'
import { trigramsOf } from '../src/search/fold.ts'
import { indexSome } from '../src/search/index-tasks.ts'
import { Places } from '../src/search/places.ts'
import { search } from '../src/search/search.ts'
import { startServer } from '../src/server.ts'
import { newestNumber } from '../src/store/search.ts'
import { tasksWith } from '../src/store/search-index.ts'
import { openStore, type Store } from '../src/store/store.ts'
import { compareAndSetTask, deleteTask, findTask } from '../src/store/tasks.ts'
import { type Seeded, seedCorpus, seedTask } from './setup/search-corpus.ts'

const KEY = `mc_${'test-key-'.repeat(5)}`
const dataDir = mkdtempSync(join(tmpdir(), 'mission-control-'))
let corpus: Seeded[]
let url: string
let store: Store
let stop: () => Promise<void>

before(async () => {
  store = await openStore(dataDir)
  corpus = await seedCorpus(store, KEY)
  await agree('without the index')
  // The long task is the one that is interrupted.
  const gone = new AbortController()
  while (!gone.signal.aborted) {
    await indexSome({ store }, gone.signal, async () => gone.abort())
  }
  await agree('interrupted while it is indexed')
  await store.close()
  const config = readConfig({
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
  store = await openStore(dataDir, { beside: true })
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

const has = (task: Seeded, word: string) => {
  const plain = (text: string) => text.normalize('NFC').toLowerCase()
  return task.texts.some((text) =>
    plain(text)
      .split('\n')
      .some((line) => line.includes(plain(word))),
  )
}
const all =
  (...words: string[]) =>
  (task: Seeded) =>
    words.every((word) => has(task, word))
const isStatus =
  (...some: TaskStatus[]) =>
  ({ status }: Seeded) =>
    some.includes(status)

/** A query, and what a look at every task says to it. */
const QUERIES: [q: string, naive: (task: Seeded) => boolean][] = [
  ['nginx', all('nginx')],
  ['NGINX', all('nginx')],
  ['orker_proc', all('orker_proc')],
  ['"worker_processes auto"', all('worker_processes auto')],
  ['"worker_processes  auto"', all('worker_processes  auto')],
  ['worker_processes auto', all('worker_processes', 'auto')],
  ['nginx -error', (t) => has(t, 'nginx') && !has(t, 'error')],
  ['-nginx', (t) => !has(t, 'nginx')],
  ['-"no such file"', (t) => !has(t, 'no such file')],
  ['status:failed', isStatus('failed')],
  ['status:failed,cancelled', isStatus('failed', 'cancelled')],
  ['status:failed status:cancelled', isStatus('failed', 'cancelled')],
  ['-status:done', (t) => t.status !== 'done'],
  ['STATUS:Failed error', (t) => t.status === 'failed' && has(t, 'error')],
  ['desktop:web-*', (t) => t.desktop.startsWith('web-')],
  ['desktop:WEB-1', (t) => t.desktop === 'web-1'],
  ['desktop:"büro 2"', (t) => t.desktop === 'Büro 2'],
  ['-desktop:web-*', (t) => !t.desktop.startsWith('web-')],
  ['desktop:nobody', () => false],
  ['label:gpu', (t) => t.labels.includes('gpu')],
  ['label:g* error', (t) => t.labels.includes('gpu') && has(t, 'error')],
  ['-label:gpu', (t) => !t.labels.includes('gpu')],
  ['type:prompt', (t) => t.type === 'prompt'],
  ['type:command nginx', (t) => t.type === 'command' && has(t, 'nginx')],
  ['exit:137', (t) => t.exitCode === 137],
  ['-exit:0', (t) => t.exitCode !== 0],
  ['exit:0,137', (t) => t.exitCode === 0 || t.exitCode === 137],
  ['before:2026-11-20', (t) => t.createdAt < Date.parse('2026-11-20')],
  ['after:2026-11-20T12:00Z', (t) => t.createdAt >= Date.parse('2026-11-20T12:00Z')],
  [
    'after:2026-11-20 before:2026-11-21 nginx',
    (t) =>
      has(t, 'nginx') &&
      t.createdAt >= Date.parse('2026-11-20') &&
      t.createdAt < Date.parse('2026-11-21'),
  ],
  ['web-1', all('web-1')],
  ['web-1 nginx', all('web-1', 'nginx')],
  ['gpu oom', all('gpu', 'oom')],
  ['a', all('a')],
  ['é', all('é')],
  ['§', all('§')],
  ['zq', all('zq')],
  ['日', all('日')],
  ['日本語', all('日本語')],
  ['👩‍🔧', all('👩‍🔧')],
  ['café', all('café')],
  ['cafe\u0301', all('café')],
  ['ÜBER', all('über')],
  ['שגיאה', all('שגיאה')],
  ['"שגיאה בקובץ"', all('שגיאה בקובץ')],
  ['AND', all('AND')],
  ['"a AND b"', all('a AND b')],
  ['NEAR(x', all('NEAR(x')],
  ['foo*bar', all('foo*bar')],
  ["it's", all("it's")],
  ['100%', all('100%')],
  ['key:value', all('key:value')],
  ['https://example.com/x', all('https://example.com/x')],
  ['\\n', all('\\n')],
  ['in:feedback again', (t) => (t.feedback ?? '').includes('again')],
  ['in:content nginx', (t) => t.content.includes('nginx')],
  ['in:output nginx', (t) => t.output.includes('nginx')],
  ['in:desktop web', (t) => t.desktop.includes('web')],
  ['"red alert"', all('red alert')],
  ['needle-at-the-seam', all('needle-at-the-seam')],
  ['split-between-chunks', all('split-between-chunks')],
  ['the agent says so', all('the', 'agent', 'says', 'so')],
  ['nowhere-at-all', () => false],
]

/** By pages that end in the middle of everything. */
async function agree(when: string) {
  for (const [q, naive] of QUERIES) {
    const found: string[] = []
    let below: number | undefined
    do {
      const workspaceId = corpus[0]!.workspaceId
      const request = { workspaceId, q, limit: 30, below, isOver: () => false }
      const { hits, nextCursor } = await search({ store, now: Date.now }, request)
      found.push(...hits.map(({ id }) => id))
      below = Number(nextCursor)
    } while (below > 0)
    assert.deepEqual(
      found,
      corpus.filter(naive).map(({ id }) => id),
      `${q}, ${when}`,
    )
  }
}

/** Of what isn't in the index yet is nothing left. */
async function indexed() {
  while ((await ask('x')).notIndexed > 0) await sleep(20)
}

test(`${QUERIES.length} queries find what a look at every task finds, in its order: without the index, with a part of it, and with all`, async () => {
  await indexed()
  await agree('with the index')
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

test('tasks of another workspace and messages of a chat are not found', async () => {
  await seedTask(store, { content: 'elsewhere-word', workspaceId: 'other' })
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
