import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { leastRole, ROLES, SCOPES, type Scope, scopesOf } from '../../src/index.ts'

const may = {
  viewer: ['read'],
  operator: ['read', 'tasks'],
  approver: ['read', 'tasks', 'approvals'],
  admin: ['read', 'tasks', 'approvals', 'desktops', 'admin'],
} as const

test('each role may do exactly what the table says, and all that the one below it may', () => {
  let below: ReadonlySet<Scope> = new Set()
  for (const role of ROLES) {
    assert.deepEqual([...scopesOf(role)], may[role], role)
    for (const scope of below) assert.ok(scopesOf(role).has(scope), `${role} ${scope}`)
    below = scopesOf(role)
  }
  assert.deepEqual([...below], SCOPES)
})

test('the least role for a scope has it, and none below it does', () => {
  const least = SCOPES.map((scope) => [scope, leastRole(scope)])
  assert.deepEqual(Object.fromEntries(least), {
    read: 'viewer',
    tasks: 'operator',
    approvals: 'approver',
    desktops: 'admin',
    admin: 'admin',
  })
})

test('the table of docs/people.md is made of the source', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../../docs/people.md'), 'utf8')
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  const table = [
    line(['role', ...SCOPES.map((scope) => `\`${scope}\``)]),
    line(['---', ...SCOPES.map(() => '---')]),
    ...ROLES.map((role) =>
      line([`\`${role}\``, ...SCOPES.map((scope) => (scopesOf(role).has(scope) ? 'yes' : ''))]),
    ),
  ]
  assert.ok(page.includes(table.join('\n')), table.join('\n'))
})
