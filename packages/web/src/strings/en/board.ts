export const board = {
  strip: {
    label: 'Overview',
    needsYou: 'Needs you',
    inReview: (review: number, asking: number) =>
      asking === 0
        ? 'in review'
        : review === 0
          ? asking === 1
            ? 'agent asks'
            : 'agents ask'
          : `${review} in review, ${asking} ${asking === 1 ? 'asks' : 'ask'}`,
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
  filtered: (shown: number, total: number) => `${shown} of ${total}`,
  empty: {
    pending: 'Nothing waits to be run.',
    running: 'Nothing runs.',
    review: 'Nothing waits for your decision.',
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
    noDesktop: 'No desktop is running yet. Add one, and its tasks will show here.',
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
    notPending: 'A task that was run can’t go back. Use Run again for a new one.',
    notRunning: 'Only a pending task can be run.',
    notReview: 'A task gets here by finishing while it needs approval.',
    notDone: 'Only a task in review can be approved.',
    notFailed: 'Only a task in review can be rejected.',
    notCancelled: 'Only a pending or running task can be cancelled.',
  },
}
