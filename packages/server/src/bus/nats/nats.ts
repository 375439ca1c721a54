import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { checkServerIdentity, type PeerCertificate } from 'node:tls'
import {
  connect,
  credsAuthenticator,
  type NatsConnection,
  type Subscription,
} from '@nats-io/transport-node'
import type { Bus, OpenBus, Subjects } from '../bus.ts'
import { inProcessBus } from '../in-process.ts'
import { type NatsAddress, readAddress } from './address.ts'
import { decode, encode } from './message.ts'
import { isMistake } from './mistake.ts'
import { Seal } from './seal.ts'

export interface NatsOptions {
  /** NATS_URL. */
  url: string
  /** The file with the credentials of a user who signs in with a JWT. */
  credentialsFile?: string | undefined
  /** A file with authorities to trust in addition to those that Node trusts. */
  caFile?: string | undefined
  /** Servers of one fleet share a key: two fleets can use one NATS, and neither hears the other. */
  key: Buffer
  /** What went wrong with a message, or the connection. */
  trouble: (error: unknown, what: string) => void
}

/** How long the first connection may take to be made, in ms. */
const CONNECT_MS = 5_000
/** A connection that leaves `PINGS_MAX` pings, one every `PING_MS`, unanswered is dead. */
const PING_MS = 2_000
const PINGS_MAX = 2
/** The pause between attempts to connect, in ms. */
const AGAIN_MS = 250
/** How often strange messages are told of at most, in ms: a stranger may send any number. */
const STRANGE_EVERY = 60_000

interface Topic {
  listeners: number
  hear: (error: Error | null, message: { data: Uint8Array }) => void
  /** Undefined until NATS has been reached for the first time. */
  subscription: Subscription | undefined
}

/**
 * The bus between the servers of a fleet. A server's own listeners hear what it publishes at once, without
 * NATS. While NATS is away, the other servers don't hear it, and nothing is kept for them. NATS may be away
 * from the start. Rejects if waiting would not help.
 */
export async function natsBus(options: NatsOptions): Promise<OpenBus> {
  const { key: fleetKey, trouble } = options
  const seal = new Seal(fleetKey)
  const space = spaceOf(fleetKey)
  const terms = connectionOf(options, readAddress(options.url)!)
  const local = inProcessBus()
  const topics = new Map<string, Topic>()
  const closing = new AbortController()
  let connection: NatsConnection | undefined
  let isConnected = false
  let toldOfStrange = Number.NEGATIVE_INFINITY

  function join(made: NatsConnection): void {
    connection = made
    isConnected = true
    for (const [name, topic] of topics) topic.subscription = hearing(made, name, topic)
    void watch(made)
  }

  async function watch(made: NatsConnection): Promise<void> {
    for await (const status of made.status()) {
      if (status.type === 'disconnect') isConnected = false
      if (status.type === 'reconnect') isConnected = true
      if (status.type === 'error') trouble(status.error, 'NATS has refused something')
    }
    isConnected = false
  }

  /** Tries until NATS is reached for the first time. From then on the client reconnects by itself. */
  async function goOnTrying(): Promise<void> {
    for (let said = ''; !closing.signal.aborted; ) {
      await sleep(AGAIN_MS, undefined, { signal: closing.signal }).catch(() => undefined)
      if (closing.signal.aborted) return
      try {
        const made = await connect(terms)
        if (closing.signal.aborted) return await made.close()
        return join(made)
      } catch (error) {
        const { message } = error as Error
        if (message !== said) trouble(error, 'NATS cannot be reached yet')
        said = message
      }
    }
  }

  function topicOf<S extends keyof Subjects>(subject: S, key: string): Topic {
    const name = nameOf(subject, key)
    const hear: Topic['hear'] = (error, { data }) => {
      if (error) return trouble(error, 'could not take a message of the bus')
      let text: Buffer
      try {
        text = seal.open(data, name)
      } catch (failure) {
        return tellOfStrange(failure)
      }
      try {
        local.publish(subject, key, decode(text) as Subjects[S])
      } catch (failure) {
        trouble(failure, 'could not take a message of the bus')
      }
    }
    return { listeners: 0, hear, subscription: undefined }
  }

  function tellOfStrange(failure: unknown): void {
    const now = performance.now()
    if (now - toldOfStrange < STRANGE_EVERY) return
    toldOfStrange = now
    trouble(failure, 'somebody else publishes on NATS what only our servers may: it is not heard')
  }

  const nameOf = (subject: string, key: string) => `mission-control.${space}.${subject}.${key}`
  const bus: Bus = {
    publish(subject, key, message) {
      local.publish(subject, key, message)
      if (!isConnected) return
      try {
        const name = nameOf(subject, key)
        connection?.publish(name, seal.close(encode(message), name))
      } catch (error) {
        trouble(error, 'could not send a message of the bus')
      }
    },
    subscribe(subject, key, listener) {
      const name = nameOf(subject, key)
      let topic = topics.get(name)
      if (!topic) {
        topic = topicOf(subject, key)
        topics.set(name, topic)
        if (connection) topic.subscription = hearing(connection, name, topic)
      }
      const heard = topic
      heard.listeners++
      const forget = local.subscribe(subject, key, listener)
      let over = false
      return () => {
        forget()
        if (over) return
        over = true
        if (--heard.listeners > 0) return
        topics.delete(name)
        heard.subscription?.unsubscribe()
      }
    },
    problem: () => (isConnected ? null : 'NATS cannot be reached.'),
  }

  let trying: Promise<void> | undefined
  try {
    join(await connect(terms))
  } catch (error) {
    if (isMistake(error)) throw error
    trouble(error, 'NATS cannot be reached: the server starts, and goes on when it can')
    trying = goOnTrying()
  }
  return {
    ...bus,
    async close() {
      closing.abort()
      await trying
      if (connection) await closeSoon(connection)
    },
  }
}

/** What the subjects of a fleet begin with; it doesn't give the key away. */
const spaceOf = (fleetKey: Buffer) =>
  createHash('sha256').update('space ').update(fleetKey).digest('hex').slice(0, 16)

const hearing = (connection: NatsConnection, name: string, { hear }: Topic): Subscription =>
  connection.subscribe(name, { callback: hear })

/** Gives the last messages time to go out. */
async function closeSoon(connection: NatsConnection): Promise<void> {
  const late = new Promise<void>((resolve) => setTimeout(resolve, PING_MS).unref())
  await Promise.race([connection.flush().catch(() => undefined), late])
  await connection.close()
}

function connectionOf(
  { credentialsFile, caFile }: NatsOptions,
  { servers, login, tls }: NatsAddress,
) {
  // The client reads the file at each connection. Reading it here too makes an unreadable file fail the
  // start.
  if (caFile) readFileSync(caFile)
  return {
    name: 'mission-control',
    servers,
    ...login,
    ...(credentialsFile && { authenticator: credsAuthenticator(readFileSync(credentialsFile)) }),
    ...((tls || caFile) && { tls: { ...(caFile && { caFile }), ...identityOf(servers) } }),
    noEcho: true,
    timeout: CONNECT_MS,
    maxReconnectAttempts: -1,
    // Keep reconnecting if NATS refuses the sign-in, as it may in the middle of a change of passwords.
    ignoreAuthErrorAbort: true,
    reconnectTimeWait: AGAIN_MS,
    pingInterval: PING_MS,
    maxPingOut: PINGS_MAX,
  }
}

/** For a server that is known only by its IP address, Node checks the certificate against "localhost". */
function identityOf(servers: string[]) {
  const hosts = servers.map((server) => new URL(`nats://${server}`).hostname)
  const addresses = hosts.map((host) => host.replace(/^\[|\]$/g, '')).filter(isIP)
  return {
    checkServerIdentity(name: string, certificate: PeerCertificate) {
      const wrong = checkServerIdentity(name, certificate)
      const isKnown = addresses.some((each) => !checkServerIdentity(each, certificate))
      return name === 'localhost' && isKnown ? undefined : wrong
    },
  }
}
