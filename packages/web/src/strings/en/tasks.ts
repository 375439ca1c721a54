import { spoken } from '../spoken.ts'

const SUFFIX = { one: 'st', two: 'nd', few: 'rd', many: 'th', other: 'th', zero: 'th' }
const ORDINALS = new Intl.PluralRules('en', { type: 'ordinal' })
const ordinal = (count: number) => `${count}${SUFFIX[ORDINALS.select(count)]}`

/** Tasks: their form, their cards and what can be done with them. */
export const { task } = spoken({
  task: {
    type: { command: 'Command', prompt: 'Prompt' },
    approvals: (count: number) => (count === 1 ? 'approval' : `${count} approvals`),
    asks: 'asks you',
    queued: 'queued',
    offline: 'desktop offline',
    offlineSince: (since: string) => `Offline since ${since}.`,
    failsAt: (since: string, at: string) =>
      `Offline since ${since}; fails at ${at} if it does not come back.`,
    queueLine: (count: number) => `Queued, ${count.toLocaleString()}`,
    cancelling: 'stopping …',
    sending: 'sending …',
    exit: (code: number) => `exit ${code}`,
    gone: 'a removed desktop',
    run: 'Run',
    approve: 'Approve',
    reject: 'Reject',
    cancel: 'Cancel',
    runAgain: 'Run again',
    editAgain: 'Edit and run again',
    rejectAndEdit: 'Reject, edit and run again',
    try: (attempt: number) => `${ordinal(attempt)} try`,
    copyCurl: 'Copy as curl',
    delete: 'Delete',
    open: 'Open',
    show: 'Show',
    started: (count: number) => `${count.toLocaleString()} tasks started.`,
    select: 'Select',
    actions: (summary: string) => `Actions for ${summary}`,
    feedback: 'Feedback',
    feedbackOptional: 'Feedback (optional)',
    copiedCurl: 'Copied as curl. The line takes the key from $API_KEY.',
    created: 'Created. Run it when you are ready.',
    deleteQuestion: (count: number) =>
      count === 1 ? 'Delete this task?' : `Delete ${count} tasks?`,
    deleteConsequence: 'This also deletes its output and can’t be undone.',
    cancelQuestion: (count: number) =>
      count === 1 ? 'Stop this running task?' : `Stop ${count} running tasks?`,
    cancelConsequence: 'This stops every process it started and can’t be undone.',
    stop: 'Stop task',
    rejectQuestion: (count: number) =>
      count === 1 ? 'Reject this result?' : `Reject ${count} results?`,
    rejectConsequence: (count: number) =>
      count === 1 ? 'The task fails with your feedback.' : 'Each task fails with your feedback.',
    someRefused: (count: number, first: string) =>
      count === 1 ? first : `${count} failed. The first: ${first}`,
    notAllowed: {
      again: 'only when it has ended',
      run: 'only when pending',
      cancel: 'only when pending or running',
      review: 'only when in review',
      delete: 'only when it has ended',
    },
  },
})
