import { AgentFailure } from '../failure.ts'

/** A program that hasn't introduced itself or begun a session after this long won't, in ms. */
const WITHIN_MS = 60_000

/** What was asked of the program; rejects where it takes too long. `what` it should have done. */
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
