import { spoken } from '../spoken.ts'

/** Deciding about results, one after the other. */
export const approvals = spoken({
  list: (count: number) => `Waiting for you, ${count.toLocaleString()}`,
  next: 'Next',
  previous: 'Previous',
  back: 'All approvals',
  place: (index: number, count: number) => `${index} of ${count.toLocaleString()}`,
  openTask: 'Open the task',
  empty: 'Nothing is waiting for your decision.',
  emptyAbout:
    'A task that requires approval appears here when it succeeds. To require approval for every task, see',
  noOutput: 'no output',
})
