import { fail } from '@mission-control/protocol'
import type { FastifyRequest } from 'fastify'

/** Where a stream that was cut goes on, as a browser says it by itself when it reconnects. */
export function lastEventId({ headers }: FastifyRequest): number | undefined {
  const value = headers['last-event-id']
  if (value === undefined || value === '') return undefined
  if (typeof value === 'string' && /^\d{1,15}$/.test(value)) return Number(value)
  const message = `expected the id of an event, got ${JSON.stringify(value)}`
  return fail('invalid_request', `Last-Event-ID: ${message}.`, [{ path: 'Last-Event-ID', message }])
}
