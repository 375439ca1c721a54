import assert from 'node:assert/strict'
import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { shortened } from '../../src/agent/permissions/shortened.ts'
import { subjectOfTool } from '../../src/agent/permissions/subject.ts'
import { temporaryFolder } from '../setup/folder.ts'

test('an input is shown as it is, as long as it can be looked through', () => {
  for (const input of [null, 'x', 7, { a: [1, { b: 'c' }] }, 'y'.repeat(4_000)]) {
    assert.deepEqual(shortened(input), input)
  }
  assert.equal(shortened(undefined), null)
})

test('of a long text the beginning and the end are shown, and how much is left out', () => {
  const text = `begin${'😀'.repeat(10_000)}end`
  const { content } = shortened({ content: text, path: 'a' }) as { content: string }
  assert.match(content, /^begin[\s\S]*… 16008 characters left out …[\s\S]*end$/)
  assert.ok(content.isWellFormed() && content.length < 4_100)
  const many = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [at, 'x'.repeat(1_000)]))
  const all = shortened(many)
  assert.ok(typeof all === 'string' && all.startsWith('{"0":"xxx') && all.length < 4_100)
})

test('a file is known by its true path, whatever way to it is named', (t) => {
  const dir = realpathSync(temporaryFolder(t))
  const work = join(dir, 'work')
  mkdirSync(join(work, 'src'), { recursive: true })
  writeFileSync(join(dir, 'secret'), '')
  symlinkSync('src', join(work, 'link'))
  symlinkSync('../secret', join(work, 'out'))
  symlinkSync('nowhere', join(work, 'dangling'))
  const forms = (path: string) => subjectOfTool('write_file', { path }, work).forms
  const inside = ['src/new.js', join(work, 'src/new.js')]
  for (const path of [
    'src/new.js',
    './src//new.js',
    'x/../src/new.js',
    'link/new.js',
    inside[1]!,
  ]) {
    assert.deepEqual(forms(path), inside, path)
  }
  for (const path of ['../secret', 'out', join(dir, 'secret'), 'src/../../secret']) {
    assert.deepEqual(forms(path), [join(dir, 'secret')], path)
  }
  assert.deepEqual(forms('dangling'), ['dangling', join(work, 'dangling')])
  assert.deepEqual(subjectOfTool('list_files', {}, work).forms, ['.', work])
})

test('an address is known by what it leads to, whatever its spelling', () => {
  const subject = (url: string) => subjectOfTool('fetch_url', { url }, '/')
  for (const url of [
    'https://example.com/a',
    'HTTPS://EXAMPLE.com:443/b/../a',
    'https:\\\\example.com\\a',
  ]) {
    assert.deepEqual(subject(url), { kind: 'address', forms: ['https://example.com/a'] })
  }
  assert.deepEqual(subject('no address'), { kind: 'text', forms: ['no address'] })
})

test('of a tool that is not ours the whole input counts', () => {
  const { kind, forms } = subjectOfTool('mcp__x__y', { command: 'a', b: 1 }, '/')
  assert.deepEqual([kind, forms], ['text', ['{"command":"a","b":1}']])
})
