import type { Config } from '../config.ts'
import { loopback } from '../http/loopback.ts'
import { asOwnerOffline, type Home } from './offline.ts'
import { newSetUpLink } from './set-up-link.ts'

type Bound = Pick<Config, 'host' | 'port'>

/**
 * Creates a one-time link by which the owner chooses another password. Its address is the one at which a
 * server with this configuration is reached on this machine.
 */
export async function createSetUpLinkOffline(config: Home & Bound): Promise<string> {
  const path = await asOwnerOffline(config, (core, owner) => newSetUpLink(core, owner.userId))
  const { host, port } = config
  return loopback(`http://${host.includes(':') ? `[${host}]` : host}:${port}`) + path
}
