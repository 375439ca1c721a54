import { Kysely } from 'kysely'
import pg from 'pg'
import { StartError } from '../../start-error.ts'
import type { Ask } from '../direct.ts'
import type { Engine, Tenure } from '../engine.ts'
import type { Schema } from '../schema.ts'
import { adviceOn, verified } from './address.ts'
import { reasonOf } from './away.ts'
import { joinFleet } from './fleet.ts'
import { holdDatabase, refuseUnfit } from './hold.ts'
import { Identity } from './identity.ts'
import { NamedClient, type NamedClientConfig } from './named-client.ts'
import { OwnDialect } from './own-dialect.ts'
import { refuseWandering } from './pooler.ts'
import { SessionsAtWork } from './sessions-at-work.ts'
import { takingFrom } from './taking.ts'
import { InPostgresWords } from './words.ts'

/** Connections that read. */
const READERS = 8
/** Connections that write: one transaction waits for the disk or for an answer while others go on. */
const LANES = 3
/** How long a connection may take to be made, or to be free, in ms. */
const CONNECT_MS = 5_000

/** PostgreSQL's numbers for its types. */
const { INT8, NUMERIC } = pg.types.builtins

/** Ours are all below 2^53: times, counts and sizes. */
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === INT8 || oid === NUMERIC) return Number
    return pg.types.getTypeParser(oid, format)
  },
} as pg.CustomTypesConfig

/**
 * Opens the database at `url`. All writes go over a few connections, which hold the database for this
 * server, or over one that doesn't, `beside` a server that may be running on it. Throws {@link StartError} where it can't be
 * reached, isn't fit, or is held by another server.
 */
export async function openPostgres(url: string, tenure: Tenure, fleet?: string): Promise<Engine> {
  const address = verified(url)
  const common: pg.PoolConfig & NamedClientConfig = {
    connectionString: address,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    types,
    Client: NamedClient as unknown as new () => pg.Client,
    atWork: new SessionsAtWork(address),
    onConnect: (client) => (client as NamedClient).introduce(),
  }
  const identity = new Identity()
  const writers = Array.from(
    { length: tenure === 'beside' ? 1 : LANES },
    (_, lane) =>
      new pg.Pool({
        ...common,
        application_name: 'mission-control writer',
        max: 1,
        idleTimeoutMillis: 0,
        pipeline: true,
        onConnect: async (client) => {
          if (lane === 0) await refuseWandering(client, address)
          await (client as NamedClient).introduce()
          await refuseUnfit(client)
          if (tenure !== 'beside') await holdDatabase(client, lane, tenure === 'shared')
          if (tenure === 'shared' && fleet) await joinFleet(client, fleet)
          // A plan that is made while a table is small is kept while it grows: always by an index.
          await client.query('set enable_seqscan = off')
          await identity.look(client)
        },
      }),
  )
  const readers = new pg.Pool({ ...common, application_name: 'mission-control', max: READERS })
  // A connection that breaks while nobody uses it is only made anew.
  for (const pool of [...writers, readers]) pool.on('error', () => undefined)
  const end = () => Promise.all([...writers, readers].map((pool) => pool.end()))
  try {
    // The first one first: who is refused is so by the lock that every version knows.
    for (const lane of writers) (await lane.connect()).release()
  } catch (error) {
    await end()
    if (error instanceof StartError) throw error
    throw new StartError(
      `The database of DATABASE_URL can't be used: ${reasonOf(error)}.${adviceOn(error as NodeJS.ErrnoException)}`,
    )
  }
  const reader = kysely(readers)
  const lanes = writers.map((pool) => ({ db: kysely(pool), ask: askBy(pool) }))
  return {
    writer: lanes[0]!,
    lanes,
    reader: () => ({ db: reader }),
    async begin() {
      const client = await writers[0]!.connect()
      try {
        await identity.begin(client)
      } finally {
        client.release()
      }
    },
    turns: () => identity.turns,
    async close() {
      for (const { db } of [{ db: reader }, ...lanes]) await db.destroy()
      // Kysely doesn't end what it has never used.
      await end()
    },
  }
}

/** Asks over the connection that was taken last, which in a pool of one is the transaction's. */
function askBy(pool: pg.Pool): Ask {
  let client: pg.ClientBase | undefined
  pool.on('acquire', (taken) => {
    client = taken
  })
  return async (sql, values) => (await client!.query(sql, [...values])).rows
}

function kysely(pool: pg.Pool): Kysely<Schema> {
  return new Kysely<Schema>({
    dialect: new OwnDialect({
      pool: {
        connect: takingFrom(pool),
        end: async () => undefined,
        options: pool.options,
      },
    }),
    plugins: [new InPostgresWords()],
  })
}
