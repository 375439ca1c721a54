import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Content } from '@mission-control/protocol'
import { contentProblem } from '../../src/new-task/content-problem.ts'

for (const [content, says] of [
  ['ls', null],
  [' \n', /^Enter what/],
  ['é'.repeat(32_768), null],
  ['é'.repeat(32_769), /^This is 65,538 bytes long; the limit is 65,536\./],
  ['a\0b', /can’t be sent/],
  ['a\ud800', /can’t be sent/],
] as const) {
  test(`the form says in its own words what the server would refuse: ${JSON.stringify(content.slice(0, 9))}`, () => {
    const problem = contentProblem(content)
    if (says === null) assert.equal(problem, null)
    else assert.match(problem!, says)
    assert.equal(Content.safeParse(content).success, problem === null)
  })
}
