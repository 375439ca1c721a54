import { readFileSync } from 'node:fs'
import { connect, credsAuthenticator, type NatsConnection } from '@nats-io/transport-node'
import type { Bus, OpenBus, Subjects } from '../bus.ts'
import { inProcessBus } from '../in-process.ts'
import { type NatsAddress, readAddress } from './address.ts'
import { decode, encode } from './message.ts'

export interface NatsOptions {
  /** NATS_URL. */
  url: string
  /** Of a user with a JWT. */
  credentialsFile?: string | undefined
  /** Whose certificates are believed, beside those that Node believes. */
  caFile?: string | undefined
  /** Servers of one fleet have the same, others another. */
  space: string
  /** What went wrong with a message, or the connection. */
  trouble: (error: unknown, what: string) => void
}

/** How long the first connection may take to be made, in ms. */
const CONNECT_MS = 5_000
/** A connection that answers so many pings too late, in ms, is dead. */
const PING_MS = 2_000
const PINGS_MAX = 2
/** Between attempts to connect anew, in ms. */
const AGAIN_MS = 250

interface Topic {
  listeners: number
  unsubscribe(): void
}

/**
 * The bus between the servers of a fleet. What one publishes its own listeners hear at once, by way of
 * this process; while NATS is away the others don't hear it, and nothing is kept for them.
 */
export async function natsBus(options: NatsOptions): Promise<OpenBus> {
  const { space, trouble } = options
  const connection = await connect(connectionOf(options, readAddress(options.url)!))
  const local = inProcessBus()
  const topics = new Map<string, Topic>()
  let isConnected = true
  void watch()

  async function watch(): Promise<void> {
    for await (const status of connection.status()) {
      if (status.type === 'disconnect') isConnected = false
      if (status.type === 'reconnect') isConnected = true
      if (status.type === 'error') trouble(status.error, 'NATS has refused something')
    }
    isConnected = false
  }

  function listen<S extends keyof Subjects>(subject: S, key: string, name: string): Topic {
    const subscription = connection.subscribe(name, {
      callback(error, { data }) {
        try {
          if (error) throw error
          local.publish(subject, key, decode(data) as Subjects[S])
        } catch (failure) {
          trouble(failure, 'could not take a message of the bus')
        }
      },
    })
    return { listeners: 0, unsubscribe: () => subscription.unsubscribe() }
  }

  const nameOf = (subject: string, key: string) => `mission-control.${space}.${subject}.${key}`
  const bus: Bus = {
    publish(subject, key, message) {
      local.publish(subject, key, message)
      if (!isConnected) return
      try {
        connection.publish(nameOf(subject, key), encode(message))
      } catch (error) {
        trouble(error, 'could not send a message of the bus')
      }
    },
    subscribe(subject, key, listener) {
      const name = nameOf(subject, key)
      const topic = topics.get(name) ?? listen(subject, key, name)
      topics.set(name, topic)
      topic.listeners++
      const forget = local.subscribe(subject, key, listener)
      let over = false
      return () => {
        forget()
        if (over) return
        over = true
        if (--topic.listeners > 0) return
        topics.delete(name)
        topic.unsubscribe()
      }
    },
    problem: () => (isConnected ? null : 'NATS cannot be reached.'),
  }
  return {
    ...bus,
    close: () => closeSoon(connection),
  }
}

/** Gives what was published last the time to go out. */
async function closeSoon(connection: NatsConnection): Promise<void> {
  const late = new Promise<void>((resolve) => setTimeout(resolve, PING_MS).unref())
  await Promise.race([connection.flush().catch(() => undefined), late])
  await connection.close()
}

function connectionOf(
  { credentialsFile, caFile }: NatsOptions,
  { servers, login, tls }: NatsAddress,
) {
  return {
    name: 'mission-control',
    servers,
    ...login,
    ...(credentialsFile && { authenticator: credsAuthenticator(readFileSync(credentialsFile)) }),
    ...((tls || caFile) && { tls: caFile ? { caFile } : {} }),
    noEcho: true,
    timeout: CONNECT_MS,
    maxReconnectAttempts: -1,
    // Also of a server that has a new password: this one is told of it in time.
    ignoreAuthErrorAbort: true,
    reconnectTimeWait: AGAIN_MS,
    pingInterval: PING_MS,
    maxPingOut: PINGS_MAX,
  }
}
