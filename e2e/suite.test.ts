/** How the tests themselves are run: files at a time, rows of the long tables, and rounds that hang. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join, relative, resolve } from 'node:path'
import { test } from 'node:test'
import { ALWAYS, FAMILIES, familyOf, filesOfDay, turnOf } from '../scripts/suite/families.ts'
import { LONGEST, ofDay, ROOT, testFiles } from '../scripts/suite/files.ts'
import { runInPool } from '../scripts/suite/pool.ts'
import { runFile } from '../scripts/suite/run-file.ts'
import { Tally } from '../scripts/suite/tally.ts'
import { runFault, Violation } from './faults/harness/fault.ts'
import { temporaryFolder } from './setup/folder.ts'
import { startMailbox } from './setup/mailbox.ts'
import { sampled } from './setup/sampled.ts'
import { doWithin, waitFor } from './setup/wait.ts'

/** Jobs that end when they are told to, and how many of them have begun. */
function heldJobs(count: number) {
  const ends: (() => void)[] = []
  const jobs = Array.from({ length: count }, () => () => {
    return new Promise<void>((resolve) => ends.push(resolve))
  })
  return { jobs, ends }
}

/** So many that each family has come round as a whole, and more than once. */
const DAYS = 12

const pool = { least: 2, most: 4, every: 1, signal: new AbortController().signal }

test('no more jobs than the least run at a time while the machine is busy', async () => {
  const { jobs, ends } = heldJobs(5)
  let looks = 0
  const hasRoom = () => ++looks < 0
  const over = runInPool(jobs, { ...pool, hasRoom })
  await waitFor('ten looks', () => looks > 10)
  assert.equal(ends.length, 2)
  ends[1]!()
  await waitFor('the next job', () => ends.length === 3)
  for (let ended = 0; ended < 5; ended++) {
    await waitFor('a job to end', () => ends.length > ended)
    ends[ended]!()
  }
  await over
})

test('more begin while it has room, one at each look, up to the most', async () => {
  const { jobs, ends } = heldJobs(5)
  let looks = 0
  const over = runInPool(jobs, { ...pool, hasRoom: () => ++looks > 0 })
  await waitFor('the most', () => ends.length === 4)
  assert.equal(looks, 2)
  ends[0]!()
  await waitFor('the last', () => ends.length === 5)
  for (const end of ends) end()
  await over
})

test('once it is stopped no other job begins', async () => {
  const { jobs, ends } = heldJobs(3)
  const stop = new AbortController()
  const over = runInPool(jobs, { ...pool, hasRoom: () => true, most: 2, signal: stop.signal })
  await waitFor('two jobs', () => ends.length === 2)
  stop.abort()
  for (const end of ends) end()
  await over
  assert.equal(ends.length, 2)
})

test('a round that hangs is given up, and tells what it waited for and how to repeat it', async (t) => {
  let hasCome = false
  t.after(() => {
    hasCome = true
  })
  const prepare = async () => async () => void (await waitFor('Godot', () => hasCome))
  const extent = { seed: 7, rounds: 2, quiet: false, tell: () => undefined }
  for (const [minutes, within] of [
    [0.001, 60_000],
    [1, 50],
  ] as const) {
    const play = runFault(t, 'play', { prepare, minutes }, { ...extent, within })
    await assert.rejects(play, (error) => {
      assert.ok(error instanceof Violation)
      assert.match(
        error.message,
        /faults -- play --seed 7 --rounds 1\n.*it waits for Godot, since \d/,
      )
      return true
    })
  }
})

test('what may take only so long is told when it takes longer, and its signal aborts', async () => {
  const begun = Promise.withResolvers<AbortSignal>()
  const forEver = (signal: AbortSignal) => {
    begun.resolve(signal)
    return new Promise<void>(() => undefined)
  }
  await assert.rejects(doWithin('GET /tasks', 10, forEver), /10 ms: GET \/tasks, since \d{4}-/)
  assert.equal((await begun.promise).aborted, true)
  assert.equal(await doWithin('an answer', 60_000, async () => 'here'), 'here')
})

test('what takes longest comes first, and each file once', () => {
  const all = testFiles([])
  const longest = LONGEST.flatMap((pattern) => {
    const found = testFiles([pattern])
    assert.ok(found.length > 0, pattern)
    return found
  })
  assert.deepEqual(all.slice(0, longest.length), longest)
  assert.equal(new Set(all).size, all.length)
})

test('of each family some files run each day, and each of its files in its turn', () => {
  const all = testFiles([]).map((file) => relative(ROOT, file))
  const members = Map.groupBy(all, familyOf)
  for (const [name, family] of Object.entries(FAMILIES)) {
    const files = members.get(family) ?? []
    assert.ok(
      files.length >= family.every,
      `${name}: ${files.length} files, one in ${family.every}`,
    )
    for (const pattern of family.files) assert.ok(testFiles([pattern]).length > 0, pattern)
  }
  for (const pattern of ALWAYS) assert.ok(testFiles([pattern]).length > 0, pattern)
  const turns = new Map<string, number[]>()
  const days = Array.from({ length: DAYS }, (_, day) => 20_784 + day)
  for (const seed of days) {
    const today = filesOfDay(all, seed)
    assert.deepEqual(
      ofDay(testFiles([]), seed),
      today.map((file) => resolve(ROOT, file)),
    )
    const chosen = new Set(today)
    for (const file of today) turns.set(file, [...(turns.get(file) ?? []), turnOf(file, seed)])
    for (const [family, files] of members) {
      const count = files.filter((file) => chosen.has(file)).length
      const least = Math.floor(files.length / (family?.every ?? 1))
      assert.ok(count === least || (family && count === least + 1), `${seed}: ${count}, ${files}`)
    }
  }
  for (const file of all) {
    const seen = turns.get(file) ?? []
    // Each turn once: what is sampled in the file goes on from one to the next.
    assert.deepEqual(
      seen,
      Array.from(seen, (_, i) => seen[0]! + i),
      file,
    )
    assert.equal(seen.length, DAYS / (familyOf(file)?.every ?? 1), file)
  }
})

test('a sample is a part of its table, and every row has its day', () => {
  const rows = [...Array(10).keys()]
  const days = ['20784', '20785', '20786', '20787'].map((seed) => sampled(rows, 3, seed))
  assert.ok(days.every(({ length }) => length === 2 || length === 3))
  assert.deepEqual(
    days.flat().toSorted((a, b) => a - b),
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  )
})

test('of a file that crashed the end of the log says why, in a few lines', async (t) => {
  const dir = temporaryFolder(t)
  // A file that is run by another one says so there, and would run nothing.
  const { NODE_TEST_CONTEXT } = process.env
  delete process.env.NODE_TEST_CONTEXT
  t.after(() => {
    process.env.NODE_TEST_CONTEXT = NODE_TEST_CONTEXT
  })
  const files: [content: string, told: RegExp][] = [
    [
      "after(() => { throw new Error('not tidy') })",
      /^ failed outside its tests:\n.*Error: not tidy/,
    ],
    ["setTimeout(() => { throw new Error('late') })", /^ crashed: exit code 1\n.*"Error: late"/],
    [
      "console.error('line\\n'.repeat(1000) + 'x'.repeat(1000)); process.kill(process.pid, 'SIGKILL')",
      /^ crashed: ended by SIGKILL\n( {4}line\n){19} {4}x{300}$/,
    ],
    [
      "console.error('no more'); process.exit(0)",
      /^ has no tests or left before their end\n {4}no more$/,
    ],
  ]
  for (const [at, [content, told]] of files.entries()) {
    const file = join(dir, `${at}.test.mjs`)
    writeFileSync(
      file,
      `import { after, test } from 'node:test'\ntest('fine', () => {})\n${content}`,
    )
    const tally = new Tally([file])
    for (const event of await runFile(file, dir, pool.signal)) tally.add(event)
    const lines = tally.close().join('\n')
    assert.ok(lines.startsWith(file))
    assert.match(lines.slice(file.length), told)
    assert.equal(tally.failed, 1)
  }
})

test('a letter that is cut off by its sender’s end does no harm to the mailbox', async (t) => {
  const mailbox = await startMailbox(t)
  const { port, username, password } = new URL(
    String(mailbox.environment('http://x').MISSION_CONTROL_SMTP_URL),
  )
  const login = Buffer.from(`\0${username}\0${decodeURIComponent(password)}`).toString('base64')
  const socket = connect(Number(port), '127.0.0.1').setEncoding('utf8')
  let said = ''
  socket.on('data', (text) => {
    said += text
  })
  for (const [line, before] of [
    ['EHLO a', /^220 /],
    [`AUTH PLAIN ${login}`, /^250 /m],
    ['MAIL FROM:<a@example.org>', /^235 /],
    ['', /^250 /],
  ] as const) {
    await waitFor(`${before}`, () => before.test(said))
    said = ''
    if (line) socket.write(`${line}\r\n`)
  }
  socket.resetAndDestroy()
  // What comes after it is only heard once that has been.
  await once(connect(Number(port), '127.0.0.1'), 'data')
})
