import { hkdfSync } from 'node:crypto'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import { StartError } from '../start-error.ts'
import type { Store } from '../store/store.ts'
import type { Bus, OpenBus } from './bus.ts'
import { openBus } from './open.ts'

/** The bus that the settings name. Throws {@link StartError} if it can't be used with these settings. */
export async function busOf({ nats, secretKey }: Config, log: Logger): Promise<OpenBus> {
  try {
    return await openBus(
      nats && {
        ...nats,
        // Servers with the same key are one fleet.
        key: Buffer.from(hkdfSync('sha256', secretKey ?? '', '', 'mission-control bus', 32)),
        trouble: (error, what) => log.warn({ error }, what),
      },
    )
  } catch (error) {
    throw new StartError(`The NATS of NATS_URL can't be used: ${(error as Error).message}.`)
  }
}

/** Messages that are published within a transaction go out once it is on disk. */
export function afterCommits(bus: Bus, store: Store): Bus {
  return {
    publish: (subject, key, message) => store.afterCommit(() => bus.publish(subject, key, message)),
    subscribe: bus.subscribe,
    problem: bus.problem,
  }
}
