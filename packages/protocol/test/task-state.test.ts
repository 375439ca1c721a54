import assert from 'node:assert/strict'
import test from 'node:test'
import {
  isFinal,
  TASK_ACTIONS,
  TASK_STATUSES,
  type TaskState,
  type TaskStatus,
  transition,
} from '../src/index.ts'
import { pick, seeded } from './setup/seeded.ts'

/**
 * The machine in full, written by hand: what each action makes of each state. `-`: not possible,
 * `+`: success needs approval, `!`: a cancel was asked for, so any end of the run is `cancelled`.
 */
const TABLE = `
              run        cancel      succeed     fail        approve  reject
  pending     running    cancelled!  -           -           -        -
  pending+    running    cancelled!  -           -           -        -
  pending!    running!   cancelled!  -           -           -        -
  pending+!   running!   cancelled!  -           -           -        -
  running     -          running!    done        failed      -        -
  running+    -          running!    review      failed      -        -
  running!    -          running!    cancelled!  cancelled!  -        -
  running+!   -          running!    cancelled!  cancelled!  -        -
  review      -          -           -           -           done     failed
  review+     -          -           -           -           done     failed
  review!     -          -           -           -           done!    failed!
  review+!    -          -           -           -           done!    failed!
  done        -          -           -           -           -        -
  done+       -          -           -           -           -        -
  done!       -          -           -           -           -        -
  done+!      -          -           -           -           -        -
  failed      -          -           -           -           -        -
  failed+     -          -           -           -           -        -
  failed!     -          -           -           -           -        -
  failed+!    -          -           -           -           -        -
  cancelled   -          -           -           -           -        -
  cancelled+  -          -           -           -           -        -
  cancelled!  -          -           -           -           -        -
  cancelled+! -          -           -           -           -        -
`
const [actions = [], ...rows] = TABLE.trim()
  .split('\n')
  .map((line) => line.trim().split(/ +/))

const stateOf = (name: string): TaskState => ({
  status: name.replace(/\W/g, '') as TaskStatus,
  gated: name.includes('+'),
  cancelRequested: name.includes('!'),
})

test('the table has every state and every action', () => {
  const states = TASK_STATUSES.flatMap((s) => [s, `${s}+`, `${s}!`, `${s}+!`])
  assert.deepEqual(
    rows.map(([state]) => state),
    states,
  )
  assert.deepEqual(actions, TASK_ACTIONS)
})

for (const [from = '', ...cells] of rows) {
  test(`${from}: each action does what the table says`, () => {
    for (const [column, action] of TASK_ACTIONS.entries()) {
      const made = transition(stateOf(from), action)
      const got = made.ok ? made.status + (made.cancelRequested ? '!' : '') : '-'
      assert.equal(got, cells[column], `${from} ${action}`)
    }
  })
}

test('a refusal names the statuses in which the action is possible', () => {
  for (const action of TASK_ACTIONS) {
    const possible = new Set(
      rows
        .filter((row) => row[1 + TASK_ACTIONS.indexOf(action)] !== '-')
        .map(([state = '']) => stateOf(state).status),
    )
    for (const [state = ''] of rows) {
      const made = transition(stateOf(state), action)
      if (!made.ok) assert.deepEqual(new Set(made.expected), possible)
    }
  }
})

test('done, failed and cancelled are final, the others are not', () => {
  const final = TASK_STATUSES.filter(isFinal)
  assert.deepEqual(final, ['done', 'failed', 'cancelled'])
})

/** Every history that a task can have, by its statuses. */
const HISTORIES = [
  'pending cancelled',
  'pending running done',
  'pending running failed',
  'pending running cancelled',
  'pending running review done',
  'pending running review failed',
]

test('whatever is tried in whatever order, a task has one of six histories', () => {
  const random = seeded(1)
  const seen = new Set<string>()
  for (let walk = 0; walk < 2000; walk++) {
    let state: TaskState = { status: 'pending', gated: random() < 0.5, cancelRequested: false }
    const history: string[] = [state.status]
    while (!isFinal(state.status)) {
      const made = transition(state, pick(random, TASK_ACTIONS))
      if (!made.ok) continue
      if (made.status !== state.status) history.push(made.status)
      state = { ...state, status: made.status, cancelRequested: made.cancelRequested }
    }
    seen.add(history.join(' '))
  }
  assert.deepEqual([...seen].sort(), HISTORIES.sort())
})
