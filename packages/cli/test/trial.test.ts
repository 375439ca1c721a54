import assert from 'node:assert/strict'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { makeCurrent } from '../src/upgrade/installation.ts'
import { keepRecord } from '../src/upgrade/record.ts'
import { type Course, tryVersion, type Verdict, verdictOf } from '../src/upgrade/trial.ts'

const WELL: Course = {
  works: false,
  isStopped: false,
  late: false,
  serverAnswers: true,
  code: 0,
  signal: null,
  trials: 1,
  words: '',
}

const ROWS: [course: Partial<Course>, verdict: 'works' | 'interrupted' | RegExp][] = [
  [{ works: true }, 'works'],
  // However it ended: the next start is of it.
  [{ works: true, code: null, signal: 'SIGKILL' }, 'works'],
  [{ works: true, late: true }, 'works'],
  [{ isStopped: true, code: 1 }, 'interrupted'],
  [{ isStopped: true, trials: 9 }, 'interrupted'],
  [{ code: 7 }, /^It ended with exit code 7\.$/],
  [{ code: 1, words: 'No heart.' }, /^It ended with exit code 1\. It said: No heart\.$/],
  [{ code: null, signal: 'SIGSEGV' }, /^It crashed with SIGSEGV\.$/],
  [{ code: null, signal: 'SIGABRT', words: 'Out of memory.' }, /^It crashed .* Out of memory\.$/],
  [{ isStopped: true, code: null, signal: 'SIGSEGV' }, 'interrupted'],
  // Whoever is not there can't see it.
  [{ late: true, serverAnswers: false, code: 0 }, 'interrupted'],
  [{ late: true, serverAnswers: false, code: null, signal: 'SIGKILL', trials: 9 }, 'interrupted'],
  [{ late: true }, /did not see it within 30 s/],
  [{ code: null, signal: 'SIGKILL' }, 'interrupted'],
  [{ code: null, signal: 'SIGKILL', trials: 2 }, 'interrupted'],
  [{ code: null, signal: 'SIGKILL', trials: 3 }, /^It was ended 3 times, by SIGKILL\.$/],
  [{ code: 0, trials: 3 }, /^It was ended 3 times\.$/],
]

test('a version on trial is to blame only for what it did itself', () => {
  for (const [course, verdict] of ROWS) {
    const found = verdictOf({ ...WELL, ...course })
    const row = JSON.stringify(course)
    if (typeof verdict === 'string') assert.equal(found, verdict, row)
    else assert.match((found as Exclude<Verdict, string>).failed ?? '', verdict, row)
  }
})

/** An installation with a version `new` whose program is this, beside `old`. */
function installation(program: string): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'mission-control-'))
  const bin = join(folder, 'versions/new/package/bin')
  mkdirSync(bin, { recursive: true })
  writeFileSync(join(folder, 'versions/new/package/package.json'), '{"type":"module"}')
  writeFileSync(join(bin, 'mission-control.js'), program)
  chmodSync(join(bin, 'mission-control.js'), 0o755)
  makeCurrent(folder, 'old')
  return { folder, remove: () => rmSync(folder, { recursive: true }) }
}

test('a version that hangs is ended, and blamed only where the server is there', async (t) => {
  const server = createServer((_, answer) => answer.end('{}')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const { folder, remove } = installation('setInterval(() => undefined, 1e6)')
  t.after(remove)
  const { port } = server.address() as AddressInfo
  const trial = { folder, name: 'new', args: [], trials: 1, within: 200 }
  const { signal } = new AbortController()
  const there = await tryVersion({ ...trial, serverUrl: `http://127.0.0.1:${port}`, signal })
  assert.match((there as { failed: string }).failed, /did not see it/)
  const away = await tryVersion({ ...trial, serverUrl: 'http://127.0.0.1:1', signal })
  assert.equal(away, 'interrupted')
  const stop = AbortSignal.timeout(100)
  const stopped = { ...trial, serverUrl: 'http://127.0.0.1:1', signal: stop, within: 60_000 }
  assert.equal(await tryVersion(stopped), 'interrupted')
})

test('what a version leaves behind holds nothing up', async (t) => {
  const { folder, remove } = installation(
    `import { spawn } from 'node:child_process'
const { pid } = spawn('sleep', ['600'], { stdio: ['ignore', 'ignore', 'inherit'], detached: true })
process.stderr.write(pid + ' stays')
process.exit(7)`,
  )
  t.after(remove)
  const { signal } = new AbortController()
  const trial = {
    folder,
    name: 'new',
    serverUrl: 'http://127.0.0.1:1',
    args: [],
    trials: 1,
    signal,
  }
  const { failed } = (await tryVersion(trial)) as { failed: string }
  const [, pid] = /exit code 7\. It said: (\d+) stays$/.exec(failed) ?? []
  process.kill(Number(pid), 'SIGKILL')
})

test('a version that makes itself the current one works', async (t) => {
  const { folder, remove } = installation(
    'import { writeFileSync } from "node:fs"; writeFileSync(process.argv[2], "new\\n")',
  )
  t.after(remove)
  const { signal } = new AbortController()
  const args = [join(folder, 'current')]
  const trial = { folder, name: 'new', serverUrl: 'http://127.0.0.1:1', args, trials: 1, signal }
  assert.equal(await tryVersion(trial), 'works')
})

test('what can’t be put on record is said, and ends nothing', (t) => {
  const write = t.mock.method(process.stderr, 'write', () => true)
  keepRecord('/nowhere', { version: '0.2.0', trials: 1, failed: null })
  assert.match(String(write.mock.calls[0]?.arguments[0]), /could not be put on record: ENOENT/)
})
