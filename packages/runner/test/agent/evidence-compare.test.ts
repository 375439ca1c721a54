import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compare } from '../../src/agent/evidence/compare.ts'
import { Scan } from '../../src/agent/evidence/scan.ts'
import type { FileState } from '../../src/agent/evidence/state.ts'

const BEGUN = 1_000

function file(ctimeMs: number, birthtimeMs: number): FileState {
  const rest = { size: 1, mode: 0, ino: 1, target: null, ignored: false }
  return { kind: 'file', ctimeMs, birthtimeMs, ...rest }
}

function scanOf(files: Record<string, FileState | null>, complete = true): Scan {
  const scan = new Scan('/', { files: 0, ignored: 0, deadline: 0, except: '/' }, null)
  for (const [path, state] of Object.entries(files)) scan.files.set(path, state)
  return Object.assign(scan, { complete })
}

function changes(before: Scan, now: Scan): string[] {
  return compare({ at: BEGUN, scan: before }, now).map(({ change, path }) => `${change} ${path}`)
}

const old = file(500, 400)
const found = scanOf({
  'changed, seen before': file(2_000, 400),
  'changed, not seen before': file(2_000, 400),
  'new, not seen before': file(2_000, 2_000),
  'old, not seen before': old,
  'gone, seen before': null,
  'never there': null,
  'the same': old,
})
const seen = { 'changed, seen before': old, 'gone, seen before': old, 'the same': old }

test('after a look at everything, what is new was created', () => {
  assert.deepEqual(changes(scanOf(seen), found), [
    'modified changed, seen before',
    'deleted gone, seen before',
    'created changed, not seen before',
    'created new, not seen before',
    'created old, not seen before',
  ])
})

test('after a look at a part of it, files are told apart by when they began and changed', () => {
  assert.deepEqual(changes(scanOf(seen, false), found), [
    'modified changed, not seen before',
    'modified changed, seen before',
    'deleted gone, seen before',
    'created new, not seen before',
  ])
})

const folder = (ctimeMs: number, birthtimeMs: number): FileState => ({
  ...file(ctimeMs, birthtimeMs),
  kind: 'folder',
})

for (const [what, was, is, expected] of [
  ['has got another file', folder(500, 400), folder(2_000, 400), []],
  ['was rebuilt under the same number', folder(500, 400), folder(2_000, 1_900), ['modified .git']],
  [
    'was rebuilt, and is untouched since',
    folder(500, 400),
    folder(2_000, 2_000),
    ['modified .git'],
  ],
  ['was untouched, and was rebuilt', folder(400, 400), folder(2_000, 1_900), ['modified .git']],
  // Some systems don't keep when a file began, and say when it changed, or 1970.
  ['lies where no beginning is known', folder(500, 500), folder(2_000, 2_000), []],
  ['lies where all began in 1970', folder(500, 0), folder(2_000, 0), []],
] as const) {
  test(`a folder that ${what} is ${expected.length > 0 ? 'another one' : 'the same one'}`, () => {
    const changed = changes(scanOf({ '.git': was }), scanOf({ '.git': is }))
    assert.deepEqual(changed, expected)
  })
}
