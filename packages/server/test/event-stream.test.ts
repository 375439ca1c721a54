import { equal } from 'node:assert/strict'
import { createServer, type ServerResponse } from 'node:http'
import { Duplex } from 'node:stream'
import { afterEach, beforeEach, mock, test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { FastifyReply } from 'fastify'
import { inProcessBus } from '../src/bus/in-process.ts'
import type { AuthenticatedCaller } from '../src/core.ts'
import { type EventStream, EventStreams } from '../src/http/event-stream.ts'

/** The server looks so often, in ms, and cuts whoever took nothing from one look to the next. */
const CHECK = 5_000
/** More than a response passes on at once. */
const LARGE = `data: ${'x'.repeat(100_000)}\n\n`
const ENORMOUS = `data: ${'x'.repeat(9 * 1024 * 1024)}\n\n`

/** The server's end of a connection whose other end takes only what it is told to. */
class Connection extends Duplex {
  #left: (() => void) | undefined

  constructor() {
    super()
    this.push('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n')
  }

  override _read(): void {
    // The request, which is there from the beginning, is all that comes.
  }

  override _writev(_chunks: unknown, done: () => void): void {
    this.#left = done
  }

  /** The client takes what was sent; what was written meanwhile is sent next. */
  async takeAll(): Promise<void> {
    const left = this.#left
    this.#left = undefined
    left?.()
    await nextTurn()
  }
}

async function open(): Promise<{ stream: EventStream; connection: Connection }> {
  const connection = new Connection()
  const responding = Promise.withResolvers<ServerResponse>()
  const server = createServer((_, response) => responding.resolve(response))
  server.emit('connection', connection)
  const reply = { raw: await responding.promise, hijack: () => undefined }
  const caller = { credentialId: 'key_1' } as AuthenticatedCaller
  const streams = new EventStreams(inProcessBus())
  const stream = streams.open(reply as unknown as FastifyReply, caller)
  await nextTurn()
  await connection.takeAll()
  return { stream, connection }
}

beforeEach(() => mock.timers.enable({ apis: ['setInterval'] }))
afterEach(async () => {
  // A connection that was cut stops its timer a moment later: it must still be one of this clock.
  await nextTurn()
  mock.timers.reset()
})

test('who takes nothing from one look to the next is cut', async () => {
  const { stream, connection } = await open()
  stream.write(LARGE)
  await nextTurn()
  mock.timers.tick(CHECK)
  equal(connection.destroyed, false)
  mock.timers.tick(CHECK)
  equal(connection.destroyed, true)
})

test('who always has more to take is slow, and stays', async () => {
  const { stream, connection } = await open()
  stream.write(LARGE)
  for (let look = 0; look < 10; look++) {
    stream.write(LARGE)
    await connection.takeAll()
    mock.timers.tick(CHECK)
    equal(connection.destroyed, false)
  }
})

test('to whom nothing is sent stays', async () => {
  const { connection } = await open()
  for (let look = 0; look < 10; look++) {
    mock.timers.tick(CHECK)
    await connection.takeAll()
    equal(connection.destroyed, false)
  }
})

test('who leaves too much unread is cut with the next event, however large the first was', async () => {
  const { stream, connection } = await open()
  stream.write(ENORMOUS)
  await nextTurn()
  equal(connection.destroyed, false)
  stream.write(LARGE)
  await nextTurn()
  equal(connection.destroyed, true)
})
