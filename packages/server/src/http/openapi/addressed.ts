import type { FastifyRequest } from 'fastify'
import { VERSION } from '../../version.ts'
import { addressOf, isByUntoldProxy } from '../trust-proxy.ts'
import { openApiDocument } from './document.ts'

/**
 * The document needs no key. A client that makes up more addresses, to fill the memory, gets the
 * relative document.
 */
const MOST_ADDRESSES = 16

/**
 * The document as each client gets it. Its first server is this one at the address by which the
 * client reached it, because client generators use that as it is. The document of each address is
 * held once.
 */
export function addressedDocuments(): (request: FastifyRequest) => Buffer {
  const text = JSON.stringify(openApiDocument(VERSION))
  const relative = Buffer.from(text)
  const held = new Map<string, Buffer>()
  return (request) => {
    const url = isByUntoldProxy(request) ? '' : addressOf(request, '')
    const known = held.get(url)
    if (known) return known
    if (url === '' || held.size === MOST_ADDRESSES) return relative
    const server = JSON.stringify({ url, description: 'This server, as you have reached it' })
    const document = Buffer.from(text.replace('"servers":[', () => `"servers":[${server},`))
    held.set(url, document)
    return document
  }
}
