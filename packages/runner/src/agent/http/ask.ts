import type { Endpoint } from '../configuration.ts'
import { persist } from './persist.ts'
import type { Silence } from './silence.ts'

/** A request to the endpoint; resolves with an answer of status 200. Throws {@link AgentFailure}. */
export async function ask(
  { baseUrl, apiKey, headers }: Endpoint,
  path: string,
  silence: Silence,
  body?: object,
): Promise<Response> {
  const request: RequestInit = {
    method: body ? 'POST' : 'GET',
    headers: {
      accept: body ? 'text/event-stream' : 'application/json',
      ...(apiKey !== null && { authorization: `Bearer ${apiKey}` }),
      ...(body && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body && { body: JSON.stringify(body) }),
  }
  return await persist(`${baseUrl.replace(/\/$/, '')}${path}`, request, silence)
}
