import assert from 'node:assert/strict'
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { LineFile, LineTail } from '../src/line-file.ts'
import { temporaryFolder } from './setup/folder.ts'

test('lines are read once, in their order, as they come', (t) => {
  const path = join(temporaryFolder(t), 'lines')
  const tail = new LineTail<number>(path)
  assert.deepEqual(tail.read(), [])
  const file = new LineFile<number>(path)
  assert.ok(file.claim())
  file.add(1)
  file.add(2)
  assert.deepEqual(tail.read(), [1, 2])
  assert.deepEqual(tail.read(), [])
  file.add(3)
  assert.deepEqual(tail.read(), [3])
})

test('a file is claimed by one alone', (t) => {
  const path = join(temporaryFolder(t), 'lines')
  assert.ok(new LineFile(path).claim())
  assert.ok(!new LineFile(path).claim())
})

test('half a line is not read, and the next writer takes it back', (t) => {
  const path = join(temporaryFolder(t), 'lines')
  writeFileSync(path, '"whole"\n"ha')
  const tail = new LineTail<string>(path)
  assert.deepEqual(tail.read(), ['whole'])
  new LineFile<string>(path).add('next')
  assert.equal(readFileSync(path, 'utf8'), '"whole"\n"next"\n')
  assert.deepEqual(tail.read(), ['next'])
  appendFileSync(path, '"ha')
  assert.deepEqual(tail.read(), [])
  appendFileSync(path, 'lf"\n')
  assert.deepEqual(tail.read(), ['half'])
})

test('lines of any length and many of them are read', (t) => {
  const path = join(temporaryFolder(t), 'lines')
  const long = '😀'.repeat(300_000)
  const lines = [long, ...Array.from({ length: 20_000 }, (_, at) => `${at}`), long, 'end']
  writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  assert.ok(new LineTail<string>(path).read().every((line, at) => line === lines[at]))
  assert.equal(new LineTail<string>(path).read().length, lines.length)
})
