import assert from 'node:assert/strict'
import { test } from 'node:test'
import { workspaceLabels } from '../../src/app/workspace.ts'

const ROWS: [all: [id: string, name: string, personal?: true][], labels: string[]][] = [
  [
    [
      ['w_1', 'Personal', true],
      ['w_2', 'The team'],
    ],
    ['Personal', 'The team'],
  ],
  [
    [
      ['w_1', 'Personal', true],
      ['w_2', 'Personal'],
    ],
    ['Personal (yours)', 'Personal (shared)'],
  ],
  [
    [
      ['w_1', 'Personal', true],
      ['w_abcd', 'Personal'],
      ['w_efgh', 'Personal'],
      ['w_2', 'a\u202eb'],
    ],
    ['Personal (yours)', 'Personal (shared, …abcd)', 'Personal (shared, …efgh)', 'a⟨U+202E⟩b'],
  ],
]

for (const [all, labels] of ROWS) {
  test(`workspaces are told apart: ${labels.join(', ')}`, () => {
    const given = all.map(([id, name, personal]) => ({ id, name, personal: personal ?? false }))
    assert.deepEqual(workspaceLabels(given), labels)
  })
}
