import { AgentFailure } from '../failure.ts'

/** After this long without an introduction or a session a program counts as hanging, in ms. */
const WITHIN_MS = 60_000

/**
 * Waits for the program's answer, and rejects when that takes too long. `what`: what the program
 * should have done.
 */
export async function inTime<T>(asked: Promise<T>, what: string, ms = WITHIN_MS): Promise<T> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    const message = `The agent's program hasn't ${what} within ${ms / 1000} s.`
    reject(new AgentFailure('agent_unreachable', message))
  }, ms)
  try {
    return await Promise.race([asked, tooLate])
  } finally {
    clearTimeout(timer)
  }
}
