import { END_ADVICE } from './command-ends.ts'

/** Why a task failed or did not start, and what to do about it. The codes are stable. */
const FAILURES = {
  exit_nonzero: 'Read the end of the output, and what the message says about the exit code.',
  signaled: 'Read what the message says about the signal: each has its own cause.',
  timed_out: 'Give the task more time, or look at the end of the output for what it waited for.',
  rejected: 'Read the feedback, then create a new task.',
  spawn_failed: 'Check the working directory and the limits of the user that the runner runs as.',
  start_unknown:
    'The desktop stopped at the very moment of the start. Check whether the command took effect before running it again.',
  output_lost:
    'Look at the disk of the desktop. What came up before is kept; run it again if you need the rest.',
  keeper_lost:
    'The process that held the command was killed. Check what the command left behind, then run it again.',
  desktop_restarted: 'The machine was restarted while the command ran. Run it again.',
  desktop_lost:
    'Check the machine and its network. When the desktop comes back it stops what is left of the run; then run it again.',
  desktop_deleted:
    'The desktop was removed while the task ran. Create the task for another desktop.',
  desktop_unavailable: 'Start the runner on that desktop, then run the task.',
  runner_too_old:
    'Update the runner on that desktop and let what runs there end, then run it again.',
  agent_error: "Read the end of the transcript; if it doesn't tell, look at the agent's own log.",
  agent_refused: 'Check the key and the model that the agent on that desktop is set up with.',
  agent_denied:
    'Read what was denied, and the words with it; then run the prompt again with what it may do, or allow it by a rule.',
  agent_limit:
    'Raise the limit if the task needs more, or ask for less at a time. What was done so far is still there.',
  agent_rate_limited:
    'Wait until the provider takes requests again, or give that desktop another key.',
  agent_unreachable:
    "Check that the agent's address can be reached from that desktop, then run the prompt again.",
  agent_interrupted:
    'Look at what the agent has done so far, then run the prompt again: it begins anew.',
  agent_not_ready: "Set up the desktop's agent, or send a command instead of a prompt.",
} as const

export type FailureCode = keyof typeof FAILURES
export const FAILURE_CODES = Object.keys(FAILURES) as [FailureCode]

/** One line of advice for a person who sees the failure. */
export function adviceFor(code: FailureCode): string {
  return FAILURES[code]
}

/** The advice with which a failure's message ends; null: it is of an earlier version, or has none. */
export function adviceIn(code: FailureCode, message: string): string | null {
  if (message.endsWith(FAILURES[code])) return FAILURES[code]
  return [...END_ADVICE].find((advice) => message.endsWith(advice)) ?? null
}
