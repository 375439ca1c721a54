import assert from 'node:assert/strict'
import fs, { appendFileSync, copyFileSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { Journal } from '../src/journal/journal.ts'
import { JournalError, type StartLine } from '../src/journal/lines.ts'
import { temporaryFolder } from './setup/folder.ts'
import { until } from './setup/until.ts'

function line(dispatch: number, command = 'true'): StartLine {
  return {
    t: 'start',
    runId: `run-${dispatch}`,
    taskId: 'task',
    desktopId: 'desktop',
    dispatch,
    command,
    outputLimit: 1,
    at: 0,
    bootId: 'boot',
  }
}

/** Puts something in the place of a system call until the test is over. */
function replace(t: TestContext, call: Call, by: (...args: never[]) => unknown) {
  const mock = t.mock.method(fs, call, by as () => never)
  syncBuiltinESMExports()
  const restore = () => {
    mock.mock.restore()
    syncBuiltinESMExports()
  }
  t.after(restore)
  return { calls: () => mock.mock.callCount(), restore }
}

type Call = 'fdatasync' | 'openSync' | 'writeSync' | 'fsyncSync' | 'ftruncateSync' | 'renameSync'

function replaceSync(t: TestContext, by: typeof fs.fdatasync) {
  return replace(t, 'fdatasync', by)
}

/** Has the calls from the nth on fail, until it is restored. */
function failing(t: TestContext, call: Call, nth: number, code: string) {
  const real = fs[call] as (...args: unknown[]) => unknown
  let calls = 0
  return replace(t, call, (...args) => {
    if (++calls < nth) return real(...args)
    const error = Object.assign(new Error(code), { code })
    if (call !== 'fdatasync') throw error
    const done = args.at(-1) as unknown as (error: Error) => void
    setImmediate(() => done(error))
  })
}

const ids = (journal: Journal) => [...journal.live].map(({ runId }) => runId)

test('a start that resolved is there after a crash, and so is its number', async (t) => {
  const path = join(temporaryFolder(t), 'journal')
  const journal = new Journal(path)
  await journal.start(line(7))
  // No close: the process is gone.
  const after = new Journal(path)
  assert.deepEqual([...after.live], [line(7)])
  assert.equal(after.highestDispatch, 7)
})

test('a forgotten run is gone, but its number stays used up, also through a compaction', async (t) => {
  const path = join(temporaryFolder(t), 'journal')
  const journal = new Journal(path)
  await Promise.all([journal.start(line(1)), journal.start(line(2))])
  journal.forget('run-2')
  for (const _ of ['first', 'second']) {
    const after = new Journal(path)
    assert.deepEqual(ids(after), ['run-1'])
    assert.equal(after.highestDispatch, 2)
  }
  assert.match(readFileSync(path, 'utf8'), /^\{"t":"high","dispatch":2\}\n\{"t":"start"[^\n]*\n$/)
})

test('a last line that was torn is dropped, whatever is left of it', async (t) => {
  const path = join(temporaryFolder(t), 'journal')
  await new Journal(path).start(line(1))
  const torn = `${JSON.stringify(line(2))}\n`
  for (const tail of [torn.slice(0, 1), torn.slice(0, -2), '\0\0\0', 'null\n', '{"t":"sta']) {
    appendFileSync(path, tail)
    const after = new Journal(path)
    assert.deepEqual(ids(after), ['run-1'])
    assert.equal(after.highestDispatch, 1)
  }
})

test('a damaged line elsewhere is an error that says where', async (t) => {
  const path = join(temporaryFolder(t), 'journal')
  const journal = new Journal(path)
  await journal.start(line(1))
  await journal.start(line(2))
  writeFileSync(path, readFileSync(path, 'utf8').replace('"t":"start"', '"t":"st'))
  assert.throws(() => new Journal(path), JournalError)
  assert.throws(() => new Journal(path), /is damaged: line 2 of 3/)
})

test('starts that arrive together share one fdatasync', async (t) => {
  const journal = new Journal(join(temporaryFolder(t), 'journal'))
  const sync = replaceSync(t, fs.fdatasync)
  await Promise.all(Array.from({ length: 50 }, (_, index) => journal.start(line(index + 1))))
  assert.equal(journal.highestDispatch, 50)
  assert.equal(sync.calls(), 1)
})

test('the file does not grow for ever, and loses no live run when it shrinks', async (t) => {
  const path = join(temporaryFolder(t), 'journal')
  const journal = new Journal(path)
  await journal.start(line(1))
  for (let dispatch = 2; dispatch < 60; dispatch++) {
    await journal.start(line(dispatch, 'x'.repeat(50_000)))
    journal.forget(`run-${dispatch}`)
  }
  assert.ok(statSync(path).size < 1.2 * 1024 * 1024)
  await journal.start(line(60))
  assert.deepEqual(ids(new Journal(path)), ['run-1', 'run-60'])
  assert.equal(new Journal(path).highestDispatch, 60)
})

test('a start that cannot be written is rejected and forgotten, and the next one is kept', async (t) => {
  const path = join(temporaryFolder(t), 'journal')
  const journal = new Journal(path)
  const failure = Object.assign(new Error('no space'), { code: 'ENOSPC' })
  const full = replaceSync(t, ((_: number, done: (error: Error) => void) =>
    done(failure)) as typeof fs.fdatasync)
  const rejected = journal.start(line(1))
  await assert.rejects(rejected, /ENOSPC/)
  full.restore()
  await journal.start(line(2))
  assert.deepEqual(ids(new Journal(path)), ['run-2'])
})

test('a compaction that fails at any of its steps keeps what was there, and what comes later', async (t) => {
  const steps = [
    ['openSync', 2, 'EMFILE'],
    ['openSync', 3, 'ENOSPC'],
    ['writeSync', 1, 'ENOSPC'],
    ['fsyncSync', 1, 'EIO'],
    ['renameSync', 1, 'EROFS'],
    ['fsyncSync', 2, 'EIO'],
  ] as const
  for (const [call, nth, code] of steps) {
    const path = join(temporaryFolder(t), 'journal')
    await new Journal(path).start(line(1))
    const disk = failing(t, call, nth, code)
    const journal = new Journal(path)
    assert.deepEqual(ids(journal), ['run-1'], call)
    const attempt = journal.start(line(2)).then(
      () => 'kept',
      () => 'refused',
    )
    assert.equal(await attempt, 'refused', `${call} ${nth}`)
    disk.restore()
    await journal.start(line(3))
    assert.deepEqual(ids(new Journal(path)), ['run-1', 'run-3'], `${call} ${nth}`)
    assert.equal(new Journal(path).highestDispatch, 3)
  }
})

test('a start is refused only when the file does not name it any more', async (t) => {
  const path = join(temporaryFolder(t), 'journal')
  const journal = new Journal(path)
  const sync = failing(t, 'fdatasync', 1, 'EIO')
  const disk = failing(t, 'writeSync', 2, 'ENOSPC')
  const start = journal.start(line(1))
  const refused = start.then(
    () => assert.fail('it was kept'),
    () => ids(new Journal(path)),
  )
  await until(() => sync.calls() === 1 && disk.calls() >= 2)
  const copy = `${path}.copy`
  copyFileSync(path, copy)
  disk.restore()
  assert.deepEqual(ids(new Journal(copy)), ['run-1'])
  assert.deepEqual(await refused, [])
})

test('on a full disk a run is forgotten all the same, and its number stays used up', async (t) => {
  const path = join(temporaryFolder(t), 'journal')
  await new Journal(path).start(line(1))
  const journal = new Journal(path)
  await journal.start(line(2))
  const real = fs.writeSync
  const { size } = statSync(path)
  const disk = replace(t, 'writeSync', (...args) => {
    const [, bytes, , , at] = args as unknown as [number, Buffer, number, number, number]
    if (at + bytes.length > size) throw Object.assign(new Error('full'), { code: 'ENOSPC' })
    return (real as (...args: unknown[]) => number)(...args)
  })
  journal.forget('run-2')
  disk.restore()
  const after = new Journal(path)
  assert.deepEqual(ids(after), ['run-1'])
  assert.equal(after.highestDispatch, 2)
})
