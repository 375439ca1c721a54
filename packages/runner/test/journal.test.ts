import assert from 'node:assert/strict'
import fs, { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { Journal } from '../src/journal/journal.ts'
import { JournalError, type StartLine } from '../src/journal/lines.ts'
import { temporaryFolder } from './setup/folder.ts'

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

/** Puts something in the place of fdatasync until the test is over. */
function replaceSync(t: TestContext, by: typeof fs.fdatasync) {
  const mock = t.mock.method(fs, 'fdatasync', by)
  syncBuiltinESMExports()
  const restore = () => {
    mock.mock.restore()
    syncBuiltinESMExports()
  }
  t.after(restore)
  return { calls: () => mock.mock.callCount(), restore }
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
