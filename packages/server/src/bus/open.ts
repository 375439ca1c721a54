import type { OpenBus } from './bus.ts'
import { inProcessBus } from './in-process.ts'
import type { NatsOptions } from './nats/nats.ts'

/**
 * The bus of a single server, or the one between several. Rejects if NATS can never be reached with these
 * options.
 */
export async function openBus(nats: NatsOptions | undefined): Promise<OpenBus> {
  if (nats === undefined) {
    return { ...inProcessBus(), close: async () => undefined }
  }
  // Loaded only where it is used: what isn't needed takes no memory and no time.
  const { natsBus } = await import('./nats/nats.ts')
  return await natsBus(nats)
}
