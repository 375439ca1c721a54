import assert from 'node:assert/strict'
import test from 'node:test'
import type { ActivityEvent, ActivityType } from '@mission-control/protocol'
import { outputSentence, type Part, sentenceOf } from '../../src/activity/sentence.ts'
import { approvalPayload, desktopPayload, entry, LOOKUP, taskPayload } from './events.ts'

/** `*desktop*`, `` `command` ``, `!bad!`; the rest as it is. */
function written(parts: readonly Part[]): string {
  const marks = { desktop: '*', command: '`', bad: '!', person: '', prompt: '', plain: '' }
  return parts.map(({ kind, text }) => marks[kind] + text + marks[kind]).join('')
}

const told = (event: ActivityEvent) => written(sentenceOf(entry(1, event), LOOKUP))

const SENTENCES: Record<ActivityType, [payload: object, sentence: string][]> = {
  'task.created': [[taskPayload(), '`./backup.sh` was added for *vault*']],
  'task.started': [
    [taskPayload(), '*vault* started `./backup.sh`'],
    [taskPayload({ waiting: 'desktop_offline' }), '`./backup.sh` starts when *vault* is back'],
  ],
  'task.queued': [[taskPayload(), '*vault* took `./backup.sh` and queued it']],
  'task.dequeued': [
    [
      taskPayload({ processStartedAt: '2026-03-15T10:03:10.000Z' }),
      '*vault* started `./backup.sh` after 3 m 10 s in its queue',
    ],
    // An event of an earlier version doesn't say when.
    [
      taskPayload({ processStartedAt: undefined }),
      '*vault* started `./backup.sh` after an unknown time in its queue',
    ],
  ],
  'task.review': [
    [
      taskPayload({ type: 'prompt', summary: 'Set up a project' }),
      '*vault* finished Set up a project in 1 m 12 s; it waits for review',
    ],
  ],
  'task.completed': [
    [taskPayload({ from: 'running' }), '*vault* finished `./backup.sh` in 1 m 12 s'],
    [taskPayload({ from: 'review' }), '`./backup.sh` is done'],
  ],
  'task.failed': [
    [
      taskPayload({ exitCode: 1, error: { code: 'exit_nonzero', message: '' } }),
      '`./backup.sh` !failed! on *vault*: exit 1',
    ],
    [
      taskPayload({ error: { code: 'desktop_restarted', message: '' } }),
      '`./backup.sh` !failed! on *vault*: machine restarted',
    ],
    [taskPayload({ exitCode: 3 }), '`./backup.sh` !failed! on *vault*: exit 3'],
    [
      taskPayload({ from: 'review', exitCode: 0, error: { code: 'rejected', message: '' } }),
      '`./backup.sh` !failed!: rejected',
    ],
  ],
  'task.cancelled': [
    [taskPayload(), '`./backup.sh` was stopped on *vault*'],
    [taskPayload({ startedAt: undefined }), '`./backup.sh` was cancelled'],
  ],
  'task.deleted': [[taskPayload(), '`./backup.sh` was deleted']],
  'approval.created': [
    [approvalPayload({ status: 'pending' }), '`./backup.sh` waits for a decision'],
  ],
  'approval.voted': [
    [voted('user_1'), 'You approved `./backup.sh`: 1 of 2'],
    [voted('user_2'), 'Ada approved `./backup.sh`: 1 of 2'],
    [voted(undefined), '`./backup.sh` now has 1 of 2 approvals'],
  ],
  'approval.reminded': [
    [approvalPayload({ status: 'pending' }), '`./backup.sh` still waits for a decision'],
    [
      approvalPayload({ status: 'pending', kind: 'permission', title: 'npm publish' }),
      '`./backup.sh` still asks for permission: npm publish',
    ],
  ],
  'approval.resolved': [
    [approvalPayload(), 'You approved `./backup.sh` after 1.0 s'],
    [approvalPayload({ resolvedBy: 'user_2' }), 'Someone approved `./backup.sh` after 1.0 s'],
    [approvalPayload({ resolvedBy: undefined }), 'Someone approved `./backup.sh` after 1.0 s'],
    [approvalPayload({ status: 'rejected' }), 'You rejected `./backup.sh` after 1.0 s'],
    [
      approvalPayload({ status: 'rejected', feedback: 'Not before the release\nSorry' }),
      'You rejected `./backup.sh` after 1.0 s: “Not before the release”',
    ],
    [approvalPayload({ feedback: 'Good' }), 'You approved `./backup.sh` after 1.0 s: “Good”'],
    [approvalPayload({ taskId: 'task_2' }), 'You approved a task after 1.0 s'],
  ],
  'desktop.started': [[desktopPayload(), '*vault* came online']],
  'desktop.stopped': [
    [desktopPayload({ status: 'stopped' }), '*vault* went offline'],
    [desktopPayload({ status: 'destroyed' }), '*vault* was removed'],
  ],
  'desktop.error': [
    [desktopPayload({ status: 'error' }), '*vault* !stopped answering!'],
    [desktopPayload({ status: 'error', problem: 'Too much.' }), '*vault* !was cut off!: Too much.'],
  ],
  'desktop.movedAway': [[desktopPayload(), '*vault* moved to another workspace']],
  'desktop.movedHere': [[desktopPayload(), '*vault* came from another workspace']],
  'desktop.upgraded': [[desktopPayload({ version: '0.2.0' }), '*vault* was upgraded to 0.2.0']],
  'desktop.upgradeFailed': [
    [
      desktopPayload({ version: '0.2.0', problem: 'It ended.' }),
      '*vault* !could not be upgraded! to 0.2.0: It ended.',
    ],
  ],
}

for (const [type, cases] of Object.entries(SENTENCES)) {
  for (const [payload, sentence] of cases) {
    test(`${type}: ${sentence}`, () => {
      assert.equal(told({ type, payload } as ActivityEvent), sentence)
    })
  }
}

test('an event of a newer server is told by its name', () => {
  const event = { type: 'task.paused', payload: {} } as unknown as ActivityEvent
  assert.equal(told(event), 'task.paused')
})

test('output is its last line, on its desktop', () => {
  const output = { taskId: 'task_1', desktopId: 'desktop_1', line: '12 of 14' }
  assert.equal(written(outputSentence(output, LOOKUP)), '*vault* `12 of 14`')
})

test('braces in a command are no places of the sentence', () => {
  const event = {
    type: 'task.created' as const,
    payload: taskPayload({ summary: 'a {desktop} b' }),
  }
  assert.equal(told(event), '`a {desktop} b` was added for *vault*')
})

test('tasks and desktops that are there are linked, those that are gone are not', () => {
  const event = entry(1, { type: 'task.started', payload: taskPayload() })
  const links = (lookup: typeof LOOKUP) =>
    sentenceOf(event, lookup).filter((part) => 'desktopId' in part || 'taskId' in part)
  assert.deepEqual(links(LOOKUP), [
    { kind: 'desktop', text: 'vault', desktopId: 'desktop_1' },
    { kind: 'command', text: './backup.sh', taskId: 'task_1' },
  ])
  const gone = {
    ...LOOKUP,
    task: () => ({ type: 'command' as const, summary: '', gone: true }),
    desktop: () => ({ name: 'vault', gone: true }),
  }
  assert.deepEqual(links(gone), [
    { kind: 'desktop', text: 'vault', desktopId: null },
    { kind: 'command', text: './backup.sh', taskId: null },
  ])
})

function voted(voter: string | undefined) {
  const vote = {
    userId: 'user_2',
    name: 'Ada',
    decision: 'approve',
    at: '2026-03-15T10:00:00.000Z',
    feedback: null,
  } as const
  const votes = voter === 'user_2' ? [vote] : []
  return approvalPayload({ status: 'pending', approvals: { required: 2, given: 1, votes }, voter })
}
