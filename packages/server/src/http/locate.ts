import type { FastifyReply } from 'fastify'
import { addressOf } from './trust-proxy.ts'

/** Says where what was created is found: `path` with the id of it, or where all of it is listed. */
export function locate(reply: FastifyReply, path: string | undefined, created: unknown): void {
  if (path === undefined) return
  const { id = '' } = created as { id?: string }
  reply.header('location', addressOf(reply.request, path.replace(':id', id)))
}
