import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '../faults/harness/random.ts'
import type { Hostile, Place } from './hostile.ts'

/** A visitor may come alone or with many at once; none waits longer for anything, in ms. */
const CROWD = 300
const PATIENCE = 10_000

const OPEN = ['/api/health', '/api/openapi.json', '/api/auth/session', '/', '/assets/none.js']
const CLOSED = [
  '/api/mission-control/tasks',
  '/api/mission-control/board',
  '/api/mission-control/overview',
  '/api/desktops',
  '/api/none',
]
const STREAMS = [
  '/api/mission-control/activity/stream?after=0',
  '/api/mission-control/activity/stream?after=0&desktops=true',
  '/api/desktops/stream',
]
const LONG = [
  ...STREAMS,
  '/api/mission-control/tasks',
  '/api/mission-control/activity?limit=1000&after=0',
  '/api/openapi.json',
]

/** A visitor who has found the address, and one who has a key and does no better with it. */
export const visitor: Hostile = {
  silence: (place, random, over) => linger(visit(place), random, over),

  crowd: async (place, random, over) => {
    const sockets = Array.from({ length: random.between(2, CROWD) }, () => visit(place))
    await Promise.all(sockets.map((socket) => linger(socket, random, over)))
  },

  'half a head': async (place, random, over) => {
    const text = head('GET', random.pick([...OPEN, ...CLOSED]), [`x-y: ${junk(random, 1000)}`])
    const cut = text.slice(0, random.between(1, text.length - 1))
    await linger(visit(place, cut), random, over)
  },

  'half a body': async (place, random, over) => {
    const length = random.pick([1, 4096, 4097, 1024 * 1024, 2 ** 40])
    const sent = junk(random, Math.min(length - 1, random.pick([0, 100, 4000, 1_000_000])))
    const socket = visit(place, post(place, random, `content-length: ${length}`), sent)
    await linger(socket, random, over)
  },

  drip: async (place, random, over) => {
    const length = random.pick(['content-length: 4000', 'transfer-encoding: chunked'])
    const socket = visit(place, random.pick(['GET / HT', post(place, random, length)]))
    const until = performance.now() + random.between(0, PATIENCE)
    while (!over.aborted && !socket.destroyed && performance.now() < until) {
      socket.write(random.pick(['x', '1', '\r\n', '0', ' ']))
      await sleep(random.between(1, 1000))
    }
    socket.destroy()
  },

  garbage: async (place, random, over) => {
    const text = random.pick([
      bytes(random, 5000),
      `${head('GET', '/', [])}${bytes(random, 500)}`,
      `GET ${bytes(random, 50)} HTTP/1.1\r\nhost: x\r\n\r\n`,
      head('GET', '/', [`x: ${junk(random, 30_000)}`]),
      head(
        'GET',
        '/',
        Array.from({ length: 3000 }, (_, i) => `x${i}: y`),
      ),
      head(random.pick(['PUT', 'TRACE', 'CONNECT', 'PRI', 'QUERY', 'BREW']), '/api/health', []),
      `${head('POST', '/api/auth/sign-in', ['content-length: 5', 'transfer-encoding: chunked'])}0\r\n\r\n`,
      head('GET', random.pick(['//', '*', 'http://%zz/', '/%00', '/api/%ff', '/..//../']), []),
    ])
    await linger(visit(place, text), random, over)
  },

  upgrade: async (place, random, over) => {
    const path = random.pick(['//', '*', '/api/runners/connect', ...OPEN, ...CLOSED])
    const to = random.pick(['websocket', 'h2c', 'TLS/1.0', 'websocket, h2c', ''])
    const lines = [
      'connection: Upgrade',
      `upgrade: ${to}`,
      'sec-websocket-version: 13',
      'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==',
      `authorization: Bearer ${junk(random, 40)}`,
    ]
    await linger(visit(place, head('GET', path, lines), bytes(random, 200)), random, over)
  },

  pipelining: async (place, random, over) => {
    const each = head('GET', random.pick([...OPEN, ...CLOSED]), [])
    const socket = visit(place, each.repeat(random.between(2, 200)))
    if (random.chance(0.5)) socket.pause()
    await linger(socket, random, over)
  },

  'wrong keys': async (place, random, over) => {
    const wrong = `x-api-key: mc_${junk(random, 40)}`
    await linger(visit(place, head('GET', random.pick(CLOSED), [wrong]).repeat(20)), random, over)
  },

  'leaving in the middle': async (place, random, over) => {
    const socket = visit(place, head('GET', random.pick([...LONG, ...CLOSED]), [keyOf(place)]))
    if (!over.aborted)
      await Promise.race([once(socket, 'data'), once(socket, 'close'), sleep(1000)])
    socket.destroy()
  },

  'what is asked for unread': async (place, random, over) => {
    const socket = visit(place, head('GET', random.pick(LONG), [keyOf(place)]))
    socket.pause()
    await linger(socket, random, over)
  },

  'many streams unread': async (place, random, over) => {
    const sockets = Array.from({ length: random.between(2, 20) }, () => {
      return visit(place, head('GET', random.pick(STREAMS), [keyOf(place)])).pause()
    })
    await Promise.all(sockets.map((socket) => linger(socket, random, over)))
  },
}

function visit({ url }: Place, ...texts: (string | Buffer)[]): Socket {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => socket.destroy())
  socket.resume()
  for (const text of texts) socket.write(text)
  return socket
}

/** Stays for a while, and leaves in one way or another; or is thrown out. */
async function linger(socket: Socket, random: Random, over: AbortSignal): Promise<void> {
  const until = performance.now() + random.between(0, PATIENCE)
  while (!over.aborted && !socket.destroyed && performance.now() < until) await sleep(50)
  const leave = random.pick([
    () => socket.destroy(),
    () => socket.resetAndDestroy(),
    () => setTimeout(() => socket.destroy(), PATIENCE),
  ])
  leave()
}

function head(method: string, path: string, lines: string[]): string {
  return [`${method} ${path} HTTP/1.1`, 'host: x', ...lines, '', ''].join('\r\n')
}

function post(place: Place, random: Random, length: string): string {
  const lines = ['content-type: application/json', length]
  if (random.chance(0.5)) lines.push(random.pick([keyOf(place), 'x-api-key: mc_wrong']))
  const path = random.pick(['/api/auth/sign-in', '/api/auth/set-up', '/none', ...CLOSED])
  return head('POST', path, lines)
}

function keyOf({ key }: Place): string {
  return `x-api-key: ${key}`
}

function junk(random: Random, length: number): string {
  return random.pick(['x', '{"a":', ' ', '[']).repeat(length).slice(0, length)
}

function bytes(random: Random, most: number): Buffer {
  return Buffer.from(Array.from({ length: random.between(1, most) }, () => random.between(0, 255)))
}
