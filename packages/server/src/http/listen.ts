import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../config.ts'
import { StartError } from '../start-error.ts'

/** Requests wait until the returned function is called. */
export function gate(app: FastifyInstance): () => void {
  const { promise, resolve } = Promise.withResolvers<void>()
  let open = false
  app.addHook('onRequest', (_request, _reply, next) => {
    if (open) next()
    else promise.then(() => next())
  })
  return () => {
    open = true
    resolve()
  }
}

/** Explains the failures that the owner can fix; returns other errors as they are. */
export function explainListen(error: NodeJS.ErrnoException, { host, port }: Config): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new StartError(
        `Port ${port} on ${host} is in use. Set PORT to another one, or stop the program that uses it.`,
      )
    case 'EACCES':
      return new StartError(
        `Port ${port} may not be used by this user. Set PORT to one above 1023.`,
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartError(
        `HOST is ${host}, which is not an address of this machine. Set it to one that is.`,
      )
    default:
      return error
  }
}

export function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}
