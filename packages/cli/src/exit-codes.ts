/** What this program's own exit codes mean; `run` and `attach` end with their task's. */
export const EXIT = {
  failed: 1,
  usage: 2,
  notFound: 4,
  conflict: 5,
  notAllowed: 6,
  unreachable: 7,
} as const

export type ExitName = keyof typeof EXIT

/** The exit codes in the order of their numbers, for the help and the docs. */
export const EXIT_MEANINGS: readonly [code: number, meaning: string][] = [
  [0, 'The command did what you asked for.'],
  [EXIT.failed, 'The command failed for another reason. The message says which.'],
  [EXIT.usage, 'The command line is wrong, or the server rejected the input.'],
  [EXIT.notFound, "What you named doesn't exist."],
  [EXIT.conflict, "What you named is in a state that doesn't allow this."],
  [EXIT.notAllowed, 'There is no key, or the server refuses it.'],
  [EXIT.unreachable, 'The server cannot be reached.'],
]

/** What `run` and `attach` end with where a command has no exit code of its own. */
export const RUN_ENDS: readonly [code: number | string, meaning: string][] = [
  [1, 'A prompt failed, or the result was rejected.'],
  [124, 'The task reached its time limit.'],
  [125, 'The command did not start, or nobody knows how it ended. The message says why.'],
  ['128 + n', 'Signal n ended the command: 137 is KILL.'],
  [130, 'The task was cancelled, or you detached from it.'],
  [141, 'The reader of standard output has closed it. The task goes on.'],
]
