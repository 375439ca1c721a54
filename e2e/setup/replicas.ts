import type { Scope } from './cleanup.ts'
import { createDatabase, environmentBy, POSTGRES } from './engine.ts'
import { type Nats, startNats } from './nats.ts'
import { startPostgres } from './postgres.ts'
import { startServer, type TestServer } from './server.ts'

/** What the replicas of a fleet share. */
export interface Shared {
  nats: Nats
  env: NodeJS.ProcessEnv
  /** One more replica, with a data directory of its own; ready when it resolves. */
  start(env?: NodeJS.ProcessEnv): Promise<TestServer>
}

let count = 0

/** A database of their own in PostgreSQL, and a NATS. */
export async function startShared(t: Scope): Promise<Shared> {
  const [postgres, nats] = await Promise.all([
    POSTGRES ?? startPostgres(t).then(({ url }) => url),
    startNats(t),
  ])
  const name = `replicas_${process.pid}_${++count}`
  const url = await createDatabase(postgres, name)
  const env = {
    ...environmentBy({ postgres: { url }, nats }),
    MISSION_CONTROL_RATE_LIMIT: '0',
  }
  return { nats, env, start: (more = {}) => startServer(t, { ...env, ...more }) }
}

export const portOf = ({ url }: TestServer): number => Number(new URL(url).port)
