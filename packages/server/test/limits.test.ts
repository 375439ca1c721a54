import assert from 'node:assert/strict'
import { once } from 'node:events'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Route, routes } from '@mission-control/protocol'
import { LIMITS } from '../src/http/limits.ts'
import { head, isHeld, json, key, type Peer, serve } from './setup/serve.ts'

const MIB = 1024 * 1024
const SIGN_IN = '/api/auth/sign-in'
const TASKS = '/api/mission-control/tasks'
const STREAM = '/api/mission-control/activity/stream'
const STRANGERS = 40

/** The limits of every server, of times that a test can wait for. */
const limits = {
  ...LIMITS,
  headWithin: 1_500,
  requestWithin: 2_500,
  lingerFor: 500,
  stalledAfter: 2_000,
  idleFor: 2_500,
  lookEvery: 100,
  strangers: STRANGERS,
  bodies: 3 * MIB,
}
const server = await serve(limits)

describe('time', { concurrency: true }, () => {
  const half = (path: string, ...headers: string[]) =>
    `${head(`POST ${path}`, json, ...headers)}{"type":"`
  const endless: [what: string, sent: string, answer: RegExp][] = [
    ['half a line', 'GET /api/hea', /^HTTP\/1.1 408 .*request_timeout/s],
    ['half a head', 'GET /api/health HTTP/1.1\r\nhost: x\r\nx-y: ', /^HTTP\/1.1 408 /],
    ['half a body for an open route', half(SIGN_IN, 'content-length: 4000'), /^HTTP\/1.1 408 /],
    [
      'half a chunk',
      head(`POST ${SIGN_IN}`, json, 'transfer-encoding: chunked').concat('400\r\n{'),
      /^HTTP\/1.1 408 /,
    ],
    ['half a body with a key', half(TASKS, key, 'content-length: 100000'), /^HTTP\/1.1 408 /],
    [
      'half a body with a wrong key',
      half(TASKS, 'x-api-key: mc_wrong', 'content-length: 100000'),
      /^HTTP\/1.1 401 /,
    ],
    ['half a body without a key', half(TASKS, 'content-length: 100000000'), /^HTTP\/1.1 401 /],
    ['half a body for no route', half('/api/none', 'content-length: 9999'), /^HTTP\/1.1 401 /],
    ['half a body outside the API', half('/none', 'content-length: 9999'), /^HTTP\/1.1 405 /],
    ['half a body too large', half(SIGN_IN, 'content-length: 1048576'), /^HTTP\/1.1 413 /],
    [
      'half a body of a GET',
      head('GET /api/health', 'content-length: 99999').concat('{'),
      /^HTTP\/1.1 200 /,
    ],
  ]
  for (const [what, sent, answer] of endless) {
    test(`${what}, then silence or a byte now and then: answered and closed`, async () => {
      const [silent, dripping] = [server.connect().send(sent), server.connect().send(sent)]
      await Promise.all([silent.closed, dripping.drip()])
      assert.match(silent.answer, answer)
      assert.match(dripping.answer, answer)
    })
  }

  for (const [what, sent, answer] of [
    ['nothing', '', /^$/],
    ['a request', head('GET /api/health'), /^HTTP\/1.1 200 /],
    ['no request', '\x16\x03\x01\x02\x00\r\n\r\n', /^HTTP\/1.1 400 .*invalid_request/s],
    [
      'too large a head',
      `GET / HTTP/1.1\r\nx: ${'x'.repeat(20_000)}`,
      /^HTTP\/1.1 431 .*head_too/s,
    ],
  ] as const) {
    test(`${what}, then silence: answered and closed`, async () => {
      const peer = server.connect().send(sent)
      await peer.closed
      assert.match(peer.answer, answer)
    })
  }

  test('answers that nobody takes are given up; those that are taken slowly come whole', async () => {
    const asked = head('GET /api/openapi.json').repeat(100)
    const [stalled, slow] = [server.connect(), server.connect()]
    stalled.socket.pause()
    stalled.send(asked)
    slow.send(asked, head('GET /api/health', 'connection: close'))
    const reading = setInterval(() => {
      slow.socket.pause()
      setTimeout(() => slow.socket.resume(), 20)
    }, 40)
    await slow.closed
    clearInterval(reading)
    assert.equal(slow.answer.match(/HTTP\/1.1 200 /g)?.length, 101)
    while (isHeld(server, stalled)) await sleep(50)
  })

  test('a stream on which nothing happens stays', async () => {
    const peer = server.connect().send(head(`GET ${STREAM}`, key))
    await peer.until(/retry/)
    const later = server.connect().send('GET')
    await later.closed
    assert.equal(peer.isClosed, false)
  })
})

describe('size', () => {
  const sized = (path: string, size: number, ...headers: string[]) =>
    head(`POST ${path}`, json, `content-length: ${size}`, ...headers)
  const chunked = (path: string, size: number, ...headers: string[]) =>
    `${head(`POST ${path}`, json, 'transfer-encoding: chunked', ...headers)}${size.toString(16)}\r\n${' '.repeat(size)}\r\n0\r\n\r\n`
  const rows: [what: string, sent: string, answer: RegExp][] = [
    ['4 KiB for an open route', sized(SIGN_IN, 4096) + ' '.repeat(4096), / 400 .*malformed_json/s],
    ['a byte more, announced only', sized(SIGN_IN, 4097), / 413 .*at most 4 KiB/s],
    ['a byte more, in chunks', chunked(SIGN_IN, 4097), / 413 .*at most 4 KiB/s],
    ['1 MiB in chunks', chunked(TASKS, MIB, key), / 400 .*malformed_json/s],
    ['a byte more in chunks', chunked(TASKS, MIB + 1, key), / 413 .*at most 1024 KiB/s],
    ['a byte more, announced only', sized(TASKS, MIB + 1, key), / 413 .*at most 1024 KiB/s],
    ['a wrong key, a body that never comes', sized(TASKS, MIB, 'x-api-key: mc_x'), / 401 /],
    ['1 MiB with a wrong key', chunked(TASKS, MIB, 'x-api-key: mc_x'), / 401 /],
    ['1 MiB for no route', chunked('/none', MIB), / 405 /],
  ]
  for (const [what, sent, answer] of rows) {
    test(`${what}: answered at once`, async () => {
      const peer = server.connect().send(sent)
      await peer.until(answer)
      peer.socket.destroy()
    })
  }

  test('a connection goes on behind a body that was refused', async () => {
    const tooLarge = chunked(TASKS, MIB + 1, key)
    const unread = chunked(TASKS, MIB, 'x-api-key: mc_x')
    const peer = server.connect().send(tooLarge, unread, head('GET /api/health'))
    await peer.until(/ 413 .* 401 .* 200 /s)
  })

  test('of large bodies at one time, those that would be too many are refused, the others taken', async () => {
    const peers = Array.from({ length: 4 }, () => server.connect().send(sized(TASKS, MIB, key)))
    for (const peer of peers) peer.send(' '.repeat(MIB - 1))
    const isRefused = ({ answer }: Peer) => / 503 .*retry-after: 1\r.*overloaded/s.test(answer)
    while (!peers.some(isRefused)) await sleep(10)
    const taken = peers.filter((peer) => !isRefused(peer))
    for (const peer of taken) peer.send(' ')
    for (const peer of taken) await peer.until(/ (400|503) /)
    assert.ok(taken.some(({ answer }) => answer.includes('malformed_json')))
    const next = server.connect().send(sized(TASKS, MIB, key), ' '.repeat(MIB))
    await next.until(/malformed_json/)
  })
})

describe('upgrades', () => {
  const h2c = ['connection: Upgrade, HTTP2-Settings', 'upgrade: h2c', 'http2-settings: AAMAAABk']
  const webSocket = [
    'connection: Upgrade',
    'upgrade: websocket',
    'sec-websocket-version: 13',
    'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==',
  ]
  const statusOf = async (...sent: string[]) => {
    const peer = server.connect().send(...sent)
    await peer.until(/^HTTP\/1.1 \d+ .*\r\n\r\n/s)
    peer.socket.destroy()
    return peer.answer.split(' ', 2)[1]
  }

  test('an offer of another protocol than WebSocket is ignored on every route', async () => {
    for (const { method, path } of Object.values(routes) as Route[]) {
      if (path === SIGN_IN) continue // Its attempts are counted.
      const line = `${method} ${path.replace(/:\w+/g, 'x')}`
      const body = method === 'GET' ? [] : [json, 'content-length: 2']
      const sent = method === 'GET' ? '' : '{}'
      for (const who of [[], [key]]) {
        const plain = await statusOf(head(line, ...who, ...body) + sent)
        assert.equal(await statusOf(head(line, ...who, ...body, ...h2c) + sent), plain, line)
      }
    }
  })

  test('a connection over which it was offered goes on', async () => {
    const peer = server.connect().send(head('GET /api/health', ...h2c))
    await peer.until(/ 200 /)
    peer.send(head('GET /api/health', ...h2c))
    await peer.until(/ 200 .* 200 /s)
  })

  for (const [line, status] of [
    ['GET //', '404'],
    ['GET /api/health', '404'],
    ['GET /', '404'],
    ['GET *', '404'],
    ['GET http://%zz/', '404'],
    ['POST /api/runners/connect', '401'],
    ['GET /api/runners/connect', '401'],
  ] as const) {
    test(`a WebSocket at ${line}: ${status}, in words`, async () => {
      const peer = server.connect().send(head(line, ...webSocket))
      await peer.closed
      assert.match(peer.answer, new RegExp(`^HTTP/1.1 ${status} .*\r\n\r\n.+`, 's'))
    })
  }
})

describe('connections', () => {
  test('a crowd of strangers pushes out strangers only', async () => {
    const known = server.connect().send(head(TASKS.replace(/^/, 'GET '), key))
    await known.until(/ 200 /)
    const stream = server.connect().send(head(`GET ${STREAM}`, key))
    await stream.until(/retry/)
    const crowd: Peer[] = []
    for (let i = 0; i < 3 * STRANGERS; i++) {
      crowd.push(server.connect())
      await once(crowd.at(-1)!.socket, 'connect')
    }
    await Promise.all(crowd.slice(0, STRANGERS).map(({ closed }) => closed))
    const newcomer = server.connect().send(head('GET /api/health'))
    await newcomer.until(/ 200 /)
    known.send(head('GET /api/health'))
    await known.until(/ 200 .* 200 /s)
    assert.equal(stream.isClosed, false)
  })
})
