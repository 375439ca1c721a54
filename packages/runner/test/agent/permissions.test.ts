import assert from 'node:assert/strict'
import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { QUESTION_MAX } from '@mission-control/protocol'
import type { Wish } from '../../src/agent/permissions/gate.ts'
import { questionOf } from '../../src/agent/permissions/question.ts'
import { subjectOfTool } from '../../src/agent/permissions/subject.ts'
import { temporaryFolder } from '../setup/folder.ts'

test('a question holds all that would be done, however long', () => {
  const long = `begin${'x'.repeat(100_000)}end`
  const command = (command: string) => ({ kind: 'command' as const, forms: [command] })
  const path = { kind: 'path' as const, forms: ['a', '/work/a'] }
  const cut = `${long.slice(0, 199)}…`
  const rows: [Partial<Wish>, title: string, input: unknown][] = [
    [{ title: 'ls', input: { command: 'ls' }, subject: command('ls') }, 'ls', { command: 'ls' }],
    [{ title: long, input: { command: long }, subject: command(long) }, cut, { command: long }],
    [{ title: 'a\nb', input: null, subject: command('a\nb') }, 'a', { title: 'a\nb' }],
    [{ title: long, input: undefined, subject: null }, cut, { title: long }],
    [{ title: 'a\nb', input: [1] }, 'a', { title: 'a\nb', input: [1] }],
    [{ title: 'Edit', input: null, subject: path }, 'Edit', { path: '/work/a' }],
    [{ title: 'Edit', input: { file: 'a' }, subject: path }, 'Edit', { file: 'a' }],
    [{ title: 'Think', input: null, subject: null }, 'Think', null],
  ]
  for (const [wish, title, input] of rows) {
    const question = questionOf({ call: null, tool: 'x', title: '', input, subject: null, ...wish })
    assert.deepEqual(question, { title, input })
  }
})

test('nobody is asked what is longer than a question may be', () => {
  const wish = (size: number): Wish => {
    const input = { content: 'x'.repeat(size - '{"content":""}'.length) }
    return { call: null, tool: 'write_file', title: 'write_file a', input, subject: null }
  }
  assert.ok(questionOf(wish(QUESTION_MAX)))
  assert.equal(questionOf(wish(QUESTION_MAX + 1)), null)
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
