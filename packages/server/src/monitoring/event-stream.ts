import type { FastifyReply } from 'fastify'

/** It lasts as long as its client likes: its time says nothing. */
export function isEventStream(reply: FastifyReply): boolean {
  return `${reply.getHeader('content-type')}`.startsWith('text/event-stream')
}
