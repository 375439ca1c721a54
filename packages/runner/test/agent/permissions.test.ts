import assert from 'node:assert/strict'
import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { QUESTION_MAX } from '@mission-control/protocol'
import { commandSubject } from '../../src/agent/permissions/command-subject.ts'
import { questionOf } from '../../src/agent/permissions/question.ts'
import { subjectOfTool } from '../../src/agent/permissions/subject.ts'
import type { Wish } from '../../src/agent/permissions/wish.ts'
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

test('of a program with its arguments all words count, unless it is the shell of the system', (t) => {
  const dir = temporaryFolder(t)
  writeFileSync(join(dir, 'bash'), '', { mode: 0o755 })
  const formOf = (command: unknown, args?: unknown) => commandSubject(command, args)?.forms[0]
  const table: [unknown, unknown, string | undefined][] = [
    ['npm test', undefined, 'npm test'],
    [['npm', 'test'], undefined, 'npm test'],
    [['bash', '-lc', 'npm test; ls'], undefined, 'npm test; ls'],
    [['/bin/sh', '-c', 'npm test'], undefined, 'npm test'],
    ['bash', ['-c', 'npm test'], 'npm test'],
    ['npm', ['run', 'a b'], "npm run 'a b'"],
    ['npm test', [], 'npm test'],
    [['./evil', '-c', 'npm test'], undefined, "./evil -c 'npm test'"],
    [['./sh', '-c', 'npm test'], undefined, "./sh -c 'npm test'"],
    [['/tmp/bash', '-c', 'npm test'], undefined, "/tmp/bash -c 'npm test'"],
    [['/bin/../tmp/sh', '-c', 'ls'], undefined, '/bin/../tmp/sh -c ls'],
    [['bash', '--rcfile', 'npm test'], undefined, "bash --rcfile 'npm test'"],
    [['bash', '-c', 'npm test', 'x'], undefined, "bash -c 'npm test' x"],
    [['npm', 'test; rm x'], undefined, "npm 'test; rm x'"],
    [['A=b', "it's", '', '$x', '~', '*'], undefined, "'A=b' 'it'\\''s' '' '$x' '~' '*'"],
    [['npm', 7], undefined, undefined],
    ['npm', 'test', undefined],
    [{ program: 'npm' }, undefined, undefined],
  ]
  for (const [command, args, line] of table) {
    assert.equal(formOf(command, args), line, JSON.stringify(command))
  }
  const path = process.env.PATH
  process.env.PATH = `${dir}:${path}`
  t.after(() => {
    process.env.PATH = path
  })
  assert.equal(formOf(['bash', '-c', 'npm test']), "bash -c 'npm test'")
})
