import type { IncomingMessage } from 'node:http'
import { fail } from '@mission-control/protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Limits } from './limits.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** JSON and nothing else; an empty body is an absent one, whatever its content type. */
export function parseBodies(app: FastifyInstance, { bodies }: Limits): void {
  const room = new Room(bodies)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', async (request: FastifyRequest, payload: IncomingMessage) => {
    const encoding = request.headers['content-encoding']
    if (encoding !== undefined && !/^(identity)?$/i.test(encoding)) {
      fail(
        'unsupported_media_type',
        `Expected a body without Content-Encoding, got ${encoding}. Send it uncompressed.`,
      )
    }
    const body = await readBody(payload, request.routeOptions.bodyLimit, room)
    if (body.length === 0) return undefined
    const type = request.headers['content-type']?.split(';', 1)[0]?.trim() ?? ''
    if (!/^application\/([\w.+-]+\+)?json$/i.test(type)) {
      fail(
        'unsupported_media_type',
        `Expected a body of application/json, got ${type || 'no content type'}.`,
      )
    }
    try {
      return JSON.parse(utf8.decode(body))
    } catch (error) {
      return fail(
        'malformed_json',
        `Expected a body of JSON in UTF-8: ${reasonOf(error as Error)}.`,
      )
    }
  })
}

/** Leaves out the piece of the body that V8 quotes, which may be a secret. */
function reasonOf({ message }: Error): string {
  return message.replace(/, (\.\.\.)?".*$/s, '')
}

/** The bytes of all bodies that are being read now. */
class Room {
  readonly #most: number
  #taken = 0

  constructor(most: number) {
    this.#most = most
  }

  take(bytes: number): void {
    if (this.#taken + bytes > this.#most) {
      fail('overloaded', 'Too many large requests are arriving at once; try again in a moment.')
    }
    this.#taken += bytes
  }

  give(bytes: number): void {
    this.#taken -= bytes
  }
}

/**
 * Collects the body in one buffer that grows, so that single bytes cost a byte each and announced
 * bytes cost nothing. A refused body is not read on here; `boundAnswers` deals with its connection.
 */
async function readBody(payload: IncomingMessage, limit: number, room: Room): Promise<Buffer> {
  if (Number(payload.headers['content-length']) > limit) tooLarge(limit)
  let bytes = Buffer.alloc(0)
  let length = 0
  try {
    for await (const chunk of payload.iterator({
      destroyOnReturn: false,
    }) as AsyncIterable<Buffer>) {
      const needed = length + chunk.length
      if (needed > limit) tooLarge(limit)
      if (needed > bytes.length) {
        const size = Math.min(limit, Math.max(needed, 2 * bytes.length))
        room.take(size - bytes.length)
        const larger = Buffer.allocUnsafeSlow(size)
        bytes.copy(larger, 0, 0, length)
        bytes = larger
      }
      chunk.copy(bytes, length)
      length = needed
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ECONNRESET') throw error
    fail('invalid_request', 'The connection ended before the body did.')
  } finally {
    room.give(bytes.length)
  }
  return bytes.subarray(0, length)
}

function tooLarge(limit: number): never {
  return fail('body_too_large', `Expected a body of at most ${limit / 1024} KiB.`)
}
