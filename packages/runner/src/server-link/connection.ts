import type { Down, DownOf, UpOf } from '@mission-control/protocol/runner'
import type { Log } from '../log.ts'
import { pause } from '../pause.ts'
import { BackOff } from './back-off.ts'
import { RefusedError } from './errors.ts'
import { type LinkEvents, ServerLink } from './server-link.ts'

const WELCOME_WITHIN_MS = 15_000

/** A signal's reason: another runner of this folder goes on, so this one says no goodbye. */
export const HANDED_OVER = Symbol('handed over')

export type Order = Exclude<Down, { type: 'welcome' | 'refused' }>

export interface ConnectionOptions {
  serverUrl: string
  credential: string
  hello(): Promise<UpOf<'hello'>>
  /** The server has said where each run goes on. */
  connected(link: ServerLink, welcome: DownOf<'welcome'>): void
  disconnected(): void
  order(link: ServerLink, order: Order): void
  drained(): void
  signal: AbortSignal
  log: Log
}

/**
 * Keeps one connection to the server open until the signal, then says goodbye, unless it is
 * {@link HANDED_OVER}. Throws {@link RefusedError} when the server will not have this runner.
 */
export async function keepConnected(options: ConnectionOptions): Promise<void> {
  const { signal, log } = options
  const backOff = new BackOff()
  while (!signal.aborted) {
    const begun = performance.now()
    let held = 0
    try {
      const why = await connectOnce(options)
      held = performance.now() - begun
      if (!signal.aborted) log.warn({ why }, 'The connection to the server was lost')
    } catch (error) {
      if (error instanceof RefusedError) throw error
      if (!signal.aborted) log.warn({ why: String(error) }, 'The server cannot be reached')
    }
    if (signal.aborted) return
    await pause(backOff.next(held), signal)
  }
}

/** Resolves with the reason once a connection that came about has closed. */
async function connectOnce(options: ConnectionOptions): Promise<string> {
  const { signal } = options
  const welcome = Promise.withResolvers<DownOf<'welcome'>>()
  // Nobody awaits this promise before the connection is open.
  welcome.promise.catch(() => null)
  let link: ServerLink | null = null
  let welcomed = false
  const events: LinkEvents = {
    message(message) {
      if (message.type === 'refused') {
        welcome.reject(new RefusedError(message.code, message.message))
      } else if (message.type === 'welcome') {
        welcomed = true
        link!.version = message.version
        options.connected(link!, message)
        welcome.resolve(message)
      } else if (welcomed) options.order(link!, message)
    },
    drained: options.drained,
  }
  link = await ServerLink.open(connectUrl(options.serverUrl), options.credential, events, signal)
  if (signal.aborted) link.cut()
  const leave = () => {
    if (welcomed && signal.reason !== HANDED_OVER) link.send({ type: 'goodbye' })
    void link.close()
  }
  const timer = setTimeout(() => welcome.reject(new Error('no welcome came')), WELCOME_WITHIN_MS)
  signal.addEventListener('abort', leave, { once: true })
  try {
    link.send(await options.hello())
    void link.closed.then((why) => welcome.reject(new Error(why)))
    await welcome.promise
    clearTimeout(timer)
    return await link.closed
  } catch (error) {
    link.cut()
    throw error
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', leave)
    if (welcomed) options.disconnected()
  }
}

/** `https://host/base` → `wss://host/base/api/runners/connect`. */
export function connectUrl(serverUrl: string): string {
  const url = new URL(serverUrl)
  url.protocol = url.protocol.replace('http', 'ws')
  url.pathname = `${url.pathname.replace(/\/$/, '')}/api/runners/connect`
  return url.href
}
