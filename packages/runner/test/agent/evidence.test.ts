import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { PLAIN, told, Watched } from '../setup/watched.ts'

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
      filesTotal: 3,
      files: [
        {
          ...PLAIN,
          path: 'a.txt',
          change: 'modified',
          size: 6,
          diff: '--- a/a.txt\n+++ b/a.txt\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n',
        },
        {
          ...PLAIN,
          path: 'sub/b.txt',
          change: 'deleted',
          size: 5,
          diff: '--- a/sub/b.txt\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-gone\n',
        },
        {
          ...PLAIN,
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
      utimesSync(place.at('large'), 1, 1)
      place.write({ written: 'other' })
      place.write({ written: 'b' })
      renameSync(place.at('moved'), place.at('away'))
      renameSync(place.at('away'), place.at('moved'))
    })
    assert.deepEqual([told(evidence), evidence.problem], [[], null])
  })

  test(`${source}: permissions, where links lead, and what becomes of another kind are told`, async (t) => {
    const place = new Watched(t, { script: '#!/bin/sh\n', both: 'a', 'to-pipe': '', 'to-link': '' })
    symlinkSync('script', place.at('link'))
    for (const name of ['script', 'both', 'to-pipe', 'to-link']) chmodSync(place.at(name), 0o644)
    if (source === 'git') place.commitAll()
    const evidence = await place.during(() => {
      chmodSync(place.at('script'), 0o4755)
      place.write({ both: 'b' })
      chmodSync(place.at('both'), 0o600)
      for (const name of ['link', 'to-pipe', 'to-link']) rmSync(place.at(name))
      symlinkSync('/etc/passwd', place.at('link'))
      symlinkSync('both', place.at('to-link'))
      execFileSync('mkfifo', ['-m', '600', place.at('to-pipe')])
      place.write({ 'new.sh': 'true' })
      chmodSync(place.at('new.sh'), 0o755)
    })
    const facts = evidence.files!.map(({ path, change, mode, kind, target, diff }) => [
      path,
      change,
      mode && `${mode.before} ${mode.after}`,
      kind && `${kind.before} ${kind.after}`,
      target && `${target.before} ${target.after}`,
      diff
        ?.split('\n')
        .filter((line) => /^[-+]\w/.test(line))
        .join(' ') ?? null,
    ])
    assert.deepEqual(facts, [
      ['both', 'modified', '644 600', null, null, '-a +b'],
      ['link', 'modified', null, 'link link', 'script /etc/passwd', null],
      ['script', 'modified', '644 4755', null, null, ''],
      ['to-link', 'modified', null, 'file link', 'null both', null],
      ['to-pipe', 'modified', '644 600', 'file pipe', null, null],
      ['new.sh', 'created', 'null 755', null, null, '+true'],
    ])
  })

  test(`${source}: a change is found whatever the times of the file say`, async (t) => {
    const binary = Buffer.alloc(400_000, 'x')
    const place = new Watched(t, { a: 'one', binary, huge: '' })
    truncateSync(place.at('huge'), 2 ** 25)
    const names = ['a', 'binary', 'huge']
    for (const name of names) utimesSync(place.at(name), 1, 1)
    if (source === 'git') place.commitAll()
    const evidence = await place.during(() => {
      for (const name of names) {
        const fd = openSync(place.at(name), 'r+')
        writeSync(fd, 'two', 0)
        closeSync(fd)
        utimesSync(place.at(name), 1, 1)
      }
    })
    assert.deepEqual(told(evidence), ['modified a', 'modified binary', 'modified huge'])
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
    const place = new Watched(t, { a: 'a', 'z changed': '1', 'z gone': '' })
    if (source === 'git') place.commitAll()
    const many = Array.from({ length: 1_100 }, (_, at) => [`${1_000 + at}`, 'text\n'.repeat(500)])
    const evidence = await place.during(() => {
      place.write({ ...Object.fromEntries(many), 'z changed': '2' })
      rmSync(place.at('z gone'))
    })
    assert.equal(evidence.files?.length, 1_000)
    assert.deepEqual([evidence.filesTruncated, evidence.filesTotal], [true, 1_102])
    // What was there before it comes first, so it isn't crowded out.
    assert.deepEqual(told(evidence)?.slice(0, 2), ['modified z changed', 'deleted z gone'])
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

test('what git ignores comes last, without its content; of a new folder only itself is told', async (t) => {
  const ignored = { '.gitignore': 'secret\nbuilt/\nold/\n', 'node_modules/x/i.js': '1' }
  const place = new Watched(t, { ...ignored, 'old/in/a': '1', 'kept/secret': '1' })
  place.git('init', '--quiet')
  place.git('add', '.gitignore')
  const evidence = await place.during(() => {
    place.write({
      secret: 's',
      'kept/secret': '2',
      'node_modules/x/i.js': '2',
      '__pycache__/a': '',
    })
    place.write({ 'built/deep/a': '', 'built/b': '', 'old/in/a': '2', 'old/new': '', told: 't' })
  })
  assert.deepEqual(told(evidence), [
    'created told',
    'modified kept/secret (ignored)',
    'modified old/in/a (ignored)',
    'created __pycache__/ (ignored)',
    'created built/ (ignored)',
    'created old/new (ignored)',
    'created secret (ignored)',
  ])
  assert.ok(evidence.files!.every(({ diff, ignored }) => ignored === (diff === null)))
})

test('what git tracks counts wherever it lies', async (t) => {
  const files = { '.gitignore': 'built/\n', 'built/a': '1', 'node_modules/b': '1' }
  const place = new Watched(t, files)
  place.git('init', '--quiet')
  place.git('add', '--force', '.')
  const evidence = await place.during(() => place.write({ 'built/a': '2', 'node_modules/b': '2' }))
  assert.deepEqual(told(evidence), ['modified built/a', 'modified node_modules/b'])
  assert.match(evidence.files![0]!.diff!, /-1/)
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
  assert.deepEqual(told(evidence), [
    'modified tools/lib/b',
    'created other/.git/',
    'created other/.git/config',
    'created other/.git/info/exclude',
    'created other/c',
  ])
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
