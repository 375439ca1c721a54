import { ApiError } from '@mission-control/client'
import type { Kit } from '../../kit/kit.ts'
import { type Finding, problem, well } from '../finding.ts'

/** The parts that requests depend on, and what to do when one is not well. */
const ADVICE: Record<string, string> = {
  database: 'Check that the database runs and that the server can reach it at DATABASE_URL.',
  schema: 'Start the server again: a start brings the schema up to date.',
  bus: 'Check that NATS runs and that the server can reach it at NATS_URL.',
  server: 'Wait until the server has started again.',
}

export async function checkReadiness({ client }: Kit): Promise<Finding[]> {
  const parts = ['database', 'schema', 'bus']
  try {
    await client.ready({ retries: 0 })
    return parts.map((part) => well(part, 'It is well.'))
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'not_ready') throw error
    const wrong = error.errors.map(({ path, message }) =>
      problem(path, message, ADVICE[path] ?? "The server's log says more."),
    )
    return wrong
  }
}
