import { ApiError } from '@mission-control/client'
import type { Kit } from '../../kit/kit.ts'
import { type Finding, problem, warning, well } from '../finding.ts'

/** What to do when a part is not well. */
const ADVICE: Record<string, string> = {
  database: 'Check that the database runs and that the server can reach it at DATABASE_URL.',
  schema: 'Start the server again: a start brings the schema up to date.',
  bus: 'Check that NATS runs and that the server can reach it at NATS_URL.',
  server: 'Wait until the server has started again.',
}

export async function checkReadiness({ client }: Kit): Promise<Finding[]> {
  try {
    const { degraded = [] } = await client.ready({ retries: 0 })
    return ['database', 'schema', 'bus'].map((part) => {
      const found = degraded.find(({ path }) => path === part)
      return found ? warning(part, found.message, adviceOn(part)) : well(part, 'It is well.')
    })
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'not_ready') throw error
    return error.errors.map(({ path, message }) => problem(path, message, adviceOn(path)))
  }
}

const adviceOn = (part: string) => ADVICE[part] ?? "The server's log says more."
