import assert from 'node:assert/strict'
import {
  chmodSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { told, Watched } from '../setup/watched.ts'

/** In a repository and without one, all but `source` has to be the same. */
for (const source of ['git', 'manifest'] as const) {
  test(`${source}: what was created, modified and deleted is told, with the differences`, async (t) => {
    const place = new Watched(t, {
      'a.txt': 'one\ntwo\n',
      'sub/b.txt': 'gone\n',
      'c.txt': 'same\n',
    })
    if (source === 'git') place.commitAll()
    const evidence = await place.during(() => {
      place.write({ 'a.txt': 'one\n2\n', 'sub/new.txt': 'fresh' })
      rmSync(place.at('sub/b.txt'))
    })
    assert.deepEqual(evidence, {
      source,
      problem: null,
      filesTruncated: false,
      files: [
        {
          path: 'a.txt',
          change: 'modified',
          size: 6,
          diff: '--- a/a.txt\n+++ b/a.txt\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n',
        },
        {
          path: 'sub/b.txt',
          change: 'deleted',
          size: 5,
          diff: '--- a/sub/b.txt\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-gone\n',
        },
        {
          path: 'sub/new.txt',
          change: 'created',
          size: 5,
          diff: '--- /dev/null\n+++ b/sub/new.txt\n@@ -0,0 +1,1 @@\n+fresh\n\\ No newline at end of file\n',
        },
      ],
    })
  })

  test(`${source}: what is as it was isn't told, whatever happened to it meanwhile`, async (t) => {
    const large = Buffer.alloc(300_000, 'x')
    const place = new Watched(t, { touched: 'a', written: 'b', moved: 'c', large, empty: '' })
    if (source === 'git') place.commitAll()
    const evidence = await place.during(() => {
      utimesSync(place.at('touched'), 1, 1)
      chmodSync(place.at('large'), 0o700)
      place.write({ written: 'other' })
      place.write({ written: 'b' })
      renameSync(place.at('moved'), place.at('away'))
      renameSync(place.at('away'), place.at('moved'))
    })
    assert.deepEqual([told(evidence), evidence.problem], [[], null])
  })

  test(`${source}: a change is found whatever the times of the file say`, async (t) => {
    const place = new Watched(t, { a: 'one' })
    utimesSync(place.at('a'), 1, 1)
    if (source === 'git') place.commitAll()
    const evidence = await place.during(() => {
      place.write({ a: 'two' })
      utimesSync(place.at('a'), 1, 1)
    })
    assert.deepEqual(told(evidence), ['modified a'])
  })

  test(`${source}: what is no text or too large is told without a difference`, async (t) => {
    const binary = Buffer.of(1, 0, 2)
    const place = new Watched(t, { binary, 'latin-1': Buffer.of(0xe9), large: '' })
    if (source === 'git') place.commitAll()
    const evidence = await place.during(() => {
      place.write({ binary: Buffer.of(1, 0, 3), 'latin-1': 'e', large: 'x'.repeat(2 ** 20) })
    })
    assert.deepEqual(told(evidence), ['modified binary', 'modified large', 'modified latin-1'])
    assert.deepEqual(
      evidence.files?.map(({ diff }) => diff),
      [null, null, null],
    )
    assert.equal(evidence.filesTruncated, false)
  })

  test(`${source}: of very many files and differences as many are told as there is room for`, async (t) => {
    const place = new Watched(t, { a: 'a' })
    if (source === 'git') place.commitAll()
    const many = Array.from({ length: 1_100 }, (_, at) => [`${1_000 + at}`, 'text\n'.repeat(500)])
    const evidence = await place.during(() => place.write(Object.fromEntries(many)))
    assert.equal(evidence.files?.length, 1_000)
    assert.equal(evidence.filesTruncated, true)
    const diffs = evidence.files.flatMap(({ diff }) => diff ?? [])
    assert.ok(diffs.length > 100 && diffs.join('').length <= 2 ** 20)
  })
}

/** All files of a folder with what is in them and when they were changed. */
function everythingIn(dir: string) {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(dir, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => [path, readFileSync(path, 'base64'), statSync(path).mtimeMs])
}

test('the repository is not touched: not its index, its refs, its stashes, its objects', async (t) => {
  const place = new Watched(t, { a: 'committed', b: 'committed' })
  place.commitAll()
  place.write({ a: 'stashed' })
  place.git('stash')
  place.write({ a: 'staged', b: 'not staged', c: 'not tracked' })
  place.git('add', 'a')
  // What git would like to refresh in the index.
  utimesSync(place.at('b'), 1, 1)
  const before = everythingIn(place.at('.git'))
  const evidence = await place.during(() => place.write({ a: 'new', b: 'new', c: 'new', d: 'new' }))
  assert.deepEqual(everythingIn(place.at('.git')), before)
  assert.deepEqual(told(evidence), ['modified a', 'modified b', 'modified c', 'created d'])
  const removed = evidence.files?.map(({ diff }) => /^-(\w.*)$/m.exec(diff!)?.[1])
  assert.deepEqual(removed, ['staged', 'not staged', 'not tracked', undefined])
})

test('what the agent commits, stashes or stages is told all the same', async (t) => {
  const place = new Watched(t, { a: '1', b: '1', c: '1' })
  place.commitAll()
  place.write({ c: 'not committed' })
  const evidence = await place.during(() => {
    place.write({ a: '2', new: 'n' })
    place.git('add', 'a', 'new')
    place.git('commit', '--quiet', '--message', 'more')
    place.write({ b: '2' })
    place.git('stash')
    place.git('gc', '--quiet', '--prune=now')
  })
  assert.deepEqual(told(evidence), ['modified a', 'modified c', 'created new'])
  assert.match(evidence.files![0]!.diff!, /^-1$/m)
  assert.match(evidence.files![1]!.diff!, /^-not committed$/m)
})

test('what git ignores is not told, nor what a package manager or a cache has there', async (t) => {
  const place = new Watched(t, { '.gitignore': 'secret\n' })
  place.commitAll()
  const evidence = await place.during(() =>
    place.write({ secret: 's', 'node_modules/x/i.js': '', '__pycache__/a': '', told: '' }),
  )
  assert.deepEqual([evidence.source, told(evidence)], ['git', ['created told']])
})

test('a repository within another one is looked into', async (t) => {
  const place = new Watched(t, { a: 'a', 'tools/lib/b': '1' })
  place.git('init', '--quiet')
  place.git('init', '--quiet', 'tools/lib')
  const evidence = await place.during(() => {
    place.write({ 'tools/lib/b': '2' })
    place.git('init', '--quiet', 'other')
    place.write({ 'other/c': 'c' })
  })
  assert.deepEqual(told(evidence), ['created other/c', 'modified tools/lib/b'])
})

test('only what is below the working directory is told, by its path from there', async (t) => {
  const place = new Watched(t, { a: '1', 'sub/b': '1' })
  place.commitAll()
  const sub = new Watched(t)
  Object.assign(sub, { dir: place.at('sub') })
  const evidence = await sub.during(() => place.write({ a: '2', 'sub/b': '2' }))
  assert.deepEqual([evidence.source, told(evidence)], ['git', ['modified b']])
})

test('a working directory that its repository ignores is watched without git', async (t) => {
  const place = new Watched(t, { '.gitignore': 'work\n', 'work/a': '1' })
  place.commitAll()
  const work = new Watched(t)
  Object.assign(work, { dir: place.at('work') })
  const evidence = await work.during(() => work.write({ a: '2', b: '1' }))
  assert.deepEqual([evidence.source, told(evidence)], ['manifest', ['modified a', 'created b']])
})

test("the runner's own folder is nobody's work", async (t) => {
  const place = new Watched(t, { 'runner/journal': '' })
  const work = () => place.write({ 'runner/journal': 'x', 'runner/runs/y': 'y', 'runner-2': 'z' })
  assert.deepEqual(told(await place.during(work, { runnerDir: place.at('runner') })), [
    'created runner-2',
  ])
  place.commitAll()
  place.write({ 'runner/journal': 'old' })
  assert.deepEqual(told(await place.during(work, { runnerDir: place.at('runner') })), [])
})
