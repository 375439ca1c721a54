import type { FastifyReply, FastifyRequest } from 'fastify'
import { cookieLine, ownName, readCookie } from './cookies.ts'

/** What a browser carries from one step of the way in to the next; `lasts` in ms. */
export function carriedCookie(name: string, lasts: number) {
  const nameFor = ({ protocol }: FastifyRequest) => (protocol === 'https' ? ownName(name) : name)
  return {
    of: (request: FastifyRequest) => readCookie(request, nameFor(request)),

    /** Adds to the cookies that are set already. */
    set(request: FastifyRequest, reply: FastifyReply, carried: string): void {
      reply
        .header('set-cookie', cookieLine(request, nameFor(request), carried, lasts / 1000))
        .header('cache-control', 'no-store')
    },

    /** An answer is taken once. */
    clear(request: FastifyRequest, reply: FastifyReply): void {
      reply.header('set-cookie', cookieLine(request, nameFor(request), '', 0))
    },
  }
}
