import type { Scope } from '../../setup/cleanup.ts'
import { ask, SECRET_KEY } from '../../setup/engine.ts'
import { type Nats, startNats } from '../../setup/nats.ts'
import { type Postgres, startPostgres } from '../../setup/postgres.ts'

/** What replicas share. */
export interface Engines {
  postgres: Postgres
  nats: Nats
}

export async function startEngines(t: Scope): Promise<Engines> {
  const [postgres, nats] = await Promise.all([startPostgres(t), startNats(t)])
  return { postgres, nats }
}

let databases = 0

/** The same with a database that is empty. */
export async function withNewDatabase({ postgres, nats }: Engines): Promise<Engines> {
  const name = `of_a_round_${++databases}`
  await ask(postgres.url, `create database ${name}`)
  const url = Object.assign(new URL(postgres.url), { pathname: `/${name}` }).href
  return { postgres: { ...postgres, url }, nats }
}

/** The variables of a server that shares them. */
export function environmentBy({
  postgres,
  nats,
}: Record<'postgres' | 'nats', { url: string }>): NodeJS.ProcessEnv {
  return {
    DATABASE_URL: postgres.url,
    NATS_URL: nats.url,
    MISSION_CONTROL_SECRET_KEY: SECRET_KEY,
  }
}
