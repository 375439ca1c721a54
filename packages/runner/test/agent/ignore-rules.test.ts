import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { globOf, matchesGlob } from '../../src/agent/evidence/glob.ts'
import { Ignored } from '../../src/agent/evidence/ignored.ts'
import { Watched } from '../setup/watched.ts'

const PATTERNS = [
  ...['a', '/a', 'a/', 'a/b', '/a/*', 'a/**', '**/b', 'a/**/c', '**', '*', '*.log', '!keep.log'],
  ...[
    '# a',
    '\\#x',
    '\\!x',
    'a\\ ',
    'b  ',
    '?',
    'a?c',
    '[ab]',
    '[!a]',
    '[a-c].x',
    '[]]',
    '[a',
    'x\\*',
  ],
  ...[
    '*a*b',
    'a**b',
    '**/a/**/b',
    '/*/c',
    '!a/b',
    '[[:digit:]]',
    '!/a',
    'a\r',
    '*/',
    '.*',
    'a/b/',
    '/',
  ],
]
const PATHS = [
  ...['a', 'b', 'c', 'a/b', 'a/b/c', 'b/a/b', 'x.log', 'keep.log', 'a/keep.log', '#x', '!x', 'a '],
  ...[
    'abc',
    'aXb',
    'a.x',
    ']',
    '[a',
    'x*',
    'x1',
    '1',
    'c/a/d/b',
    'd/c',
    '.h',
    'a/x/y/c',
    'ab',
    'aab',
  ],
]

/** In a folder that is ignored everything is. */
function isLeftOut(ignored: Ignored, path: string): boolean {
  const names = path.split('/')
  const folders = names.slice(1).map((_, at) => names.slice(0, at + 1).join('/'))
  return folders.some((folder) => ignored.has(folder, true)) || ignored.has(path, false)
}

test('rules say what git says, one by one and three at a time', (t) => {
  const place = new Watched(t)
  place.git('init', '--quiet')
  const names = PATHS.filter((path) => !path.includes('/'))
  const files = [...PATHS.map((path) => `${path}/f`), ...names.map((name) => `z/${name}`)]
  for (const path of files) place.write({ [path]: '' })
  const sets = PATTERNS.map((pattern) => [pattern])
  for (let at = 0; at < PATTERNS.length; at++) {
    sets.push([0, 7, 19].map((step) => PATTERNS[(at + step) % PATTERNS.length]!))
  }
  for (const set of sets) {
    place.write({ '.gitignore': `${set.join('\n')}\n` })
    const ignored = new Ignored(place.dir, place.dir)
    const says = execFileSync('/bin/sh', ['-c', 'git check-ignore --no-index -z --stdin || true'], {
      cwd: place.dir,
      input: files.join('\0'),
      encoding: 'utf8',
    })
    const ours = files.filter((path) => isLeftOut(ignored, path))
    assert.deepEqual(ours, says.split('\0').filter(Boolean), JSON.stringify(set))
  }
})

test('a pattern that is made to be slow is not', () => {
  const steps = (length: number) => {
    let count = 0
    const glob = globOf(`${'*a'.repeat(length)}b`).map(
      (step) => step && ((character: string) => count++ >= 0 && step(character)),
    )
    assert.equal(matchesGlob(glob, 'a'.repeat(4 * length)), false)
    return count
  }
  assert.ok(steps(400) <= 5 * steps(200))
})
