import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Card } from '../../src/live/live.ts'
import type { Entry } from '../../src/palette/entry.ts'
import { findEntries, findTasks, isTaskId } from '../../src/palette/find.ts'

const entry = (label: string, words = ''): Entry => ({
  id: label,
  label,
  words,
  icon: 'plus',
  run: () => undefined,
})
const ENTRIES = [
  entry('Go to Desktops'),
  entry('Add a desktop'),
  entry('Settings: Account'),
  entry('Sign out', 'log out'),
  entry('Desktop settings'),
]
const find = (query: string, recent: string[] = []) =>
  findEntries(ENTRIES, query, recent).map(({ label }) => label)

test('without a query everything is offered, in its order', () => {
  assert.deepEqual(
    find(' '),
    ENTRIES.map(({ label }) => label),
  )
})

test('the beginning of the name counts most, then that of a word; the case does not', () => {
  assert.deepEqual(find('DESK'), ['Desktop settings', 'Go to Desktops', 'Add a desktop'])
})

test('every word has to be there, in whatever order', () => {
  assert.deepEqual(find('settings desktop'), ['Desktop settings'])
  assert.deepEqual(find('desktop nowhere'), [])
})

test('a thing is found by what others call it', () => {
  assert.deepEqual(find('log out'), ['Sign out'])
})

test('of equals the one that was used lately is first', () => {
  assert.deepEqual(find('desktop', ['Add a desktop']), [
    'Desktop settings',
    'Add a desktop',
    'Go to Desktops',
  ])
})

const card = (id: string, summary: string, rest: Partial<Card> = {}) =>
  [id, { id, summary, ...rest } as Card] as const
const CARDS = new Map([
  card('task_1', 'npm install'),
  card('task_3', 'Install nginx'),
  card('task_2', 'npm test'),
  card('task_4', 'npm run deleted', { hidden: true }),
])
const tasks = (query: string, limit = 10) =>
  findTasks({ cards: CARDS }, query, limit).map(({ id }) => id)

test('tasks are found by words of their first line or by their id, the newest first', () => {
  assert.deepEqual(tasks('install'), ['task_3', 'task_1'])
  assert.deepEqual(tasks('npm INSTALL'), ['task_1'])
  assert.deepEqual(tasks('task_2'), ['task_2'])
  assert.deepEqual(tasks('n', 1), ['task_3'])
  assert.deepEqual(tasks('deleted'), [])
  assert.deepEqual(tasks(''), [])
})

test('only a whole id leads to a task that is not loaded', () => {
  assert.equal(isTaskId(' task_01m8186vnyf27sq5nmj4d4zxp9 '), true)
  assert.equal(isTaskId('task_01m8186'), false)
  assert.equal(isTaskId('desktop_01m8186vnyf27sq5nmj4d4zxp9'), false)
})
