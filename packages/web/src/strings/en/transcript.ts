import { spoken } from '../spoken.ts'

/** What an agent did, and Markdown wherever it is shown. */
export const { transcript, markdown } = spoken({
  transcript: {
    label: (entries: number) =>
      `Transcript, ${entries === 1 ? '1 entry' : `${entries.toLocaleString()} entries`}`,
    toEnd: (unseen: number) =>
      unseen === 0 ? 'Jump to the end' : `Jump to the end · ${unseen.toLocaleString()} new`,
    tools: 'Transcript tools',
    copied: 'Transcript copied.',
    thought: 'Thought',
    plan: 'Plan',
    planSteps: (done: number, all: number) => `${done} of ${all}`,
    planStatus: { pending: 'to do', in_progress: 'in progress', completed: 'done' },
    running: 'at work',
    failed: 'failed',
    unknownEnd: 'no result',
    ok: 'done',
    input: 'Input',
    output: 'Output',
    noOutput: 'No output.',
    noResult: 'The agent ended before this finished.',
    change: { created: 'created', modified: 'changed', deleted: 'deleted' },
    changes: 'Files',
    result: 'Result',
    error: 'The agent stopped',
    printed: { stdout: 'Printed', stderr: 'Printed on stderr', system: 'Mission Control' },
    permission: {
      asked: 'Asks for permission',
      allowed: 'Allowed',
      denied: 'Denied',
      withdrawn: 'Asked, no longer needs an answer',
    },
    asks: 'The agent is waiting for your answer',
    works: 'The agent is working',
    nothingYet: 'The agent is starting.',
    nothing: 'The agent reported no steps.',
    notRun: 'This prompt hasn’t run yet. The agent’s steps will appear here.',
    neverRan: 'This prompt never ran.',
    loading: 'Loading the transcript …',
    refused: 'Couldn’t load the transcript.',
  },
  markdown: {
    copyCode: 'Copy the code',
    done: 'done:',
    open: 'to do:',
  },
})
