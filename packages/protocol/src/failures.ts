import { END_ADVICE } from './command-ends.ts'

/** Why a task failed or did not start, and what to do about it. The codes are stable. */
const FAILURES = {
  exit_nonzero: 'Read the end of the output and what the message says about the exit code.',
  signaled: 'Read what the message says about the signal: each has its own cause.',
  timed_out: 'Give the task more time, or read the end of the output to see what it waited for.',
  rejected: 'Read the feedback, then create a new task.',
  spawn_failed: 'Check the working directory and the limits of the user that the runner runs as.',
  start_unknown:
    'Check whether the command took effect before you run it again: the desktop stopped at the very moment of the start.',
  output_lost:
    'Check the disk of the desktop. The output from before is kept; run the task again if you need the rest.',
  keeper_lost: 'Check what the command left behind, then run it again.',
  desktop_restarted: 'Check what the command left behind, then run it again.',
  desktop_lost:
    'Check the machine and its network. When the desktop is back it stops what is left of the run; then run the task again.',
  desktop_deleted: 'Create the task for another desktop.',
  desktop_unavailable: 'Start the runner on that desktop, then run the task.',
  runner_too_old:
    'Update the runner on that desktop, wait until nothing runs there, then run the task again.',
  agent_error: "Read the end of the transcript. If it doesn't say why, read the agent's own log.",
  agent_refused:
    "Check the key and the model in the agent's set-up on that desktop, and that its program is signed in there.",
  agent_denied:
    'Read what was denied and why. Then run the prompt again and say in it what the agent may do, or allow it by a rule.',
  agent_limit:
    'Raise the limit, or ask for less at a time. What the agent has done so far is kept.',
  agent_rate_limited:
    'Wait until the provider accepts requests again, or give that desktop another key.',
  agent_unreachable:
    "Check that the agent's address or program answers on that desktop, then run the prompt again.",
  agent_interrupted:
    'Check what the agent has done so far, then run the prompt again. It starts from the beginning.',
  agent_not_ready: "Set up the desktop's agent, or send a command instead of a prompt.",
} as const

export type FailureCode = keyof typeof FAILURES
export const FAILURE_CODES = Object.keys(FAILURES) as [FailureCode]

/** One line of advice for a person who sees the failure. */
export function adviceFor(code: FailureCode): string {
  return FAILURES[code]
}

/** The advice with which a failure's message ends; null: it has none, or an earlier version wrote it. */
export function adviceIn(code: FailureCode, message: string): string | null {
  if (message.endsWith(FAILURES[code])) return FAILURES[code]
  return [...END_ADVICE].find((advice) => message.endsWith(advice)) ?? null
}
