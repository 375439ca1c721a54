import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Scope } from '../../../e2e/setup/cleanup.ts'
import { createDatabase, environmentBy } from '../../../e2e/setup/engine.ts'
import { startNats } from '../../../e2e/setup/nats.ts'
import { startPostgres } from '../../../e2e/setup/postgres.ts'
import type { Context } from '../bench.ts'
import { type OurServer, startServer } from './server.ts'

export const POSTGRES_SETUP =
  'PostgreSQL 18 on the same machine, with its defaults (fsync and synchronous_commit on)'

/** With an empty database for each who asks. */
export interface Database {
  url: (name: string) => Promise<string>
}

/** A PostgreSQL that keeps what it has acknowledged. */
export async function startDatabase(t: Scope): Promise<Database> {
  const { url } = await startPostgres(t, [])
  return {
    url: (name) => createDatabase(url, name),
  }
}

/** Servers that share a database and a NATS, none of them a desktop. */
export interface Replicas extends AsyncDisposable {
  servers: OurServer[]
}

export async function startReplicas(
  context: Context,
  folder: string,
  databaseUrl: string,
  count: number,
): Promise<Replicas> {
  await using stack = new AsyncDisposableStack()
  const nats = await startNats({ after: (undo) => void stack.defer(undo) })
  const env = {
    ...environmentBy({ postgres: { url: databaseUrl }, nats }),
    MISSION_CONTROL_LOCAL_DESKTOP: 'off',
  }
  const servers: OurServer[] = []
  for (let i = 0; i < count; i++) {
    const own = join(folder, `replica-${i}`)
    mkdirSync(own)
    servers.push(stack.use(await startServer(context, own, env)))
  }
  const kept = stack.move()
  return { servers, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}
