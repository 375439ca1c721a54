import { pino } from 'pino'
import { inProcessBus } from '../bus/in-process.ts'
import type { Config } from '../config.ts'
import type { Caller, Core } from '../core.ts'
import { unmeasured } from '../monitoring/meter.ts'
import { untraced } from '../monitoring/tracer.ts'
import { Pouring } from '../runners/pouring.ts'
import { SecretBox } from '../secret-box.ts'
import { StartError } from '../start-error.ts'
import { Storage } from '../storage/storage.ts'
import { requireDatabase } from '../store/own.ts'
import { openStore, type Store } from '../store/store.ts'
import { findOwnerCaller } from './owner.ts'

/** Where everything is kept. */
export type Home = Pick<Config, 'dataDir' | 'databaseUrl'>

/**
 * Does something for the owner straight in the database, also while the server runs: the way back in
 * for whoever has lost the last key or the password, and owns the machine.
 */
export async function asOwnerOffline<T>(
  { dataDir, databaseUrl }: Home,
  work: (core: Core, owner: Caller) => Promise<T>,
): Promise<T> {
  if (databaseUrl === undefined) requireDatabase(dataDir, 'Start it once with: npm start')
  const store = await openStore(dataDir, { databaseUrl, tenure: 'beside' })
  try {
    const core = coreOver(store, dataDir)
    const owner = await findOwnerCaller(core)
    if (!owner) throw new StartError(`The database has no owner yet. Start it once with: npm start`)
    return await work(core, owner)
  } finally {
    await store.close()
  }
}

/** A server's parts over its store alone: it hears nobody and says nothing. */
export function coreOver(store: Store, dataDir: string): Core {
  const log = pino({ level: 'silent' })
  return {
    store,
    storage: new Storage(dataDir, log, 'files'),
    bus: inProcessBus(),
    meter: unmeasured,
    tracer: untraced,
    secrets: new SecretBox(dataDir, undefined),
    log,
    now: Date.now,
    watch: { since: Date.now(), lostAfter: 0 },
    pouring: new Pouring(),
    replica: 'offline',
    shared: true,
  }
}
