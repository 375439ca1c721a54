import type { IncomingMessage } from 'node:http'
import type { Kit } from '../../kit/kit.ts'
import { type Finding, problem, well } from '../finding.ts'

/** At this path the server opens a WebSocket for anybody, and closes it at once. */
const PATH = '/api/runners/check'
const ANSWERS_WITHIN = 10_000
/** Stands for “opened, but nothing arrived” instead of a status. */
const SILENT = 0

/** Whether runners get through: asks for a WebSocket as they do. */
export async function checkWebSocket({ url }: Kit): Promise<Finding[]> {
  const { request } = await (url.startsWith('https:') ? import('node:https') : import('node:http'))
  const asked = request(url + PATH, {
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': Buffer.from('mission-control!').toString('base64'),
    },
    signal: AbortSignal.timeout(ANSWERS_WITHIN),
  })
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  asked.on('upgrade', (_answer, socket, head) => {
    const heard = () => {
      resolve(101)
      socket.destroy()
    }
    // Some proxies pass the header alone: what the server says behind it has to arrive.
    if (head.length > 0) heard()
    else socket.once('data', heard).once('close', () => resolve(SILENT))
    socket.on('error', () => undefined)
  })
  asked.on('response', ({ statusCode = 0 }: IncomingMessage) => {
    asked.destroy()
    resolve(statusCode)
  })
  asked.on('error', reject).end()
  const status = await promise
  if (status === 101) return [well('websocket', 'Runners get through.')]
  const how = status === SILENT ? 'opened, and nothing comes through' : `answered with ${status}`
  return [
    problem(
      'websocket',
      `A WebSocket at ${PATH} is ${how}.`,
      'Have the proxy pass the headers Upgrade and Connection on, over HTTP/1.1. The samples in deploy/ do.',
    ),
  ]
}
