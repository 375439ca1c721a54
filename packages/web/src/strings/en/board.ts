import { spoken } from '../spoken.ts'

export const board = spoken({
  strip: {
    label: 'Overview',
    needsYou: 'Needs you',
    inReview: (asking: number) => (asking > 0 ? `${asking} asking` : 'in review'),
    running: 'Running',
    queued: (count: number) => `${count} queued`,
    activeDesktops: 'Active desktops',
    ofDesktops: (count: number) => `of ${count}`,
    completed: 'Completed, 24 h',
    completedOf: (count: number, average: string | null) =>
      `of ${count.toLocaleString()}${average === null ? '' : ` · ${average} avg`}`,
    usage: 'Agents, 24 h',
    none: '–',
    cpu: 'CPU',
    memory: 'Memory',
    memoryUsed: (used: string, total: string) => `${used} of ${total} GiB`,
    lastHour: (what: string) => `${what}, last hour`,
  },
  columns: 'Tasks by status',
  chooseColumn: 'Column to show',
  column: (name: string, count: number) => `${name}, ${count.toLocaleString()}`,
  fold: (name: string) => `Fold ${name}`,
  unfold: (name: string) => `Show ${name}`,
  runAll: 'Run all',
  runSome: (count: number) => `Run ${count}`,
  filter: 'Filter tasks',
  closeFilter: 'Show all tasks',
  noMatch: 'No tasks match the filter.',
  inBatches: (count: number) =>
    count === 1
      ? '1 is in a batch, on its card.'
      : `${count.toLocaleString()} are in batches, on their cards.`,
  empty: {
    pending: 'No pending tasks.',
    running: 'Nothing is running.',
    review: 'Nothing is waiting for your decision.',
    done: 'Nothing is done yet.',
    failed: 'Nothing has failed.',
    cancelled: 'Nothing was cancelled.',
  },
  first: {
    title: 'Run something',
    about:
      'This machine is your first desktop. Create a task, run it, and watch it go across the board.',
    try: 'Try this one',
    another: 'Write your own',
    noDesktop: 'No desktop is online yet. Add one to run tasks.',
    addDesktop: 'Add a desktop',
  },
  selected: (count: number) => (count === 1 ? '1 task selected' : `${count} tasks selected`),
  selectedOne: 'selected',
  clearSelection: 'Clear selection',
  progress: (done: number, all: number) => `${done} of ${all}`,
  drop: {
    run: 'Drop to run',
    approve: 'Drop to approve',
    reject: 'Drop to reject',
    cancel: 'Drop to cancel',
    notPending: 'A task can’t go back to pending. Use Run again to create a new one.',
    notRunning: 'Only a pending task can be run.',
    notReview: 'A task moves here when it succeeds and requires approval.',
    notDone: 'Only a task in review can be approved.',
    notFailed: 'Only a task in review can be rejected.',
    notCancelled: 'Only a pending or running task can be cancelled.',
  },
})
