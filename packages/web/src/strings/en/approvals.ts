/** Deciding about results, one after the other. */
export const approvals = {
  list: (count: number) => `Waiting for you, ${count.toLocaleString()}`,
  next: 'Next',
  previous: 'Previous',
  back: 'All approvals',
  place: (index: number, count: number) => `${index} of ${count.toLocaleString()}`,
  openTask: 'Open the task',
  empty: 'Nothing waits for your decision.',
  emptyAbout:
    'A task that requires approval comes here when it has succeeded. Whether every task does is up to',
  noOutput: 'no output',
}
