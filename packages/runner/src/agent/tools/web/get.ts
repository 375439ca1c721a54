import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { ToolError } from '../inside.ts'
import { lookupOutside, refuseInside } from './checked-lookup.ts'

/** Fetches an address; `mayReach`: whether it may be one inside this machine or its network. */
export async function get(
  url: URL,
  mayReach: boolean,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  if (url.username || url.password) throw new ToolError('it holds a name or password.')
  if (!mayReach) refuseInside(url.hostname)
  const request = process
    .getBuiltinModule(url.protocol === 'https:' ? 'node:https' : 'node:http')
    .request(url, {
      signal,
      // No kept connection: it may have been made under other rules.
      agent: false,
      headers: { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'mission-control' },
      ...(!mayReach && { lookup: lookupOutside }),
    })
  request.end()
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  // A connection that breaks off tells the request, to which nobody listens any more: pass it on.
  request.on('error', (error) => response.destroy(error))
  return response
}
