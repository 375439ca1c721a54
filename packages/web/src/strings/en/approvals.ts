import { spoken } from '../spoken.ts'

interface Count {
  given: number
  required: number
}

const openCount = ({ given, required }: Count) =>
  `It has ${given} of ${required} approvals and stays in review.`

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
  given: ({ given, required }: Count, names: string) =>
    given === 0
      ? `Needs ${required} approvals`
      : `${given} of ${required} approvals${names === '' ? '' : `: ${names}`}`,
  counted: (count: Count) => `Approved. ${openCount(count)}`,
  repeated: (count: Count) => `You had approved it already. ${openCount(count)}`,
  manyGiven: (count: number) => `Approved. ${count.toLocaleString()} tasks need more approvals.`,
  yours: (missing: number) =>
    missing === 1
      ? 'You have approved it. 1 more person has to.'
      : `You have approved it. ${missing} more people have to.`,
  said: { approve: 'approved', reject: 'rejected' },
  votes: 'Approvals',
})
