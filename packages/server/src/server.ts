import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { ownFolder } from '@mission-control/durable'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { noteUnreadable } from './agents/readable.ts'
import { ensureOwner } from './auth/owner.ts'
import { newSetUpLink } from './auth/set-up-link.ts'
import type { Bus } from './bus/bus.ts'
import { inProcessBus } from './bus/in-process.ts'
import type { Config } from './config.ts'
import type { Core } from './core.ts'
import { buildApp } from './http/app.ts'
import { Connections } from './http/connections.ts'
import { LIMITS, type Limits } from './http/limits.ts'
import {
  ensureLocalDesktop,
  type LocalDesktop,
  LocalRunner,
  type RunnerCommand,
} from './local-runner.ts'
import { Gateway } from './runners/gateway.ts'
import { SecretBox } from './secret-box.ts'
import { StartError } from './start-error.ts'
import { explainRefusal } from './storage/start.ts'
import { Storage } from './storage/storage.ts'
import { anyPassword } from './store/accounts.ts'
import { disconnectAll, findDesktop } from './store/desktops.ts'
import { openStore, type Store } from './store/store.ts'
import { sweep } from './sweep.ts'

export interface RunningServer {
  /** Where it can be reached, for example `http://127.0.0.1:3000`. */
  url: string
  /** Only where one was made just now: the owner's key, to be shown once. */
  newKey: string | undefined
  /** Where a person begins: the dashboard, or a one-time link as long as no password is set. */
  dashboard: { url: string; needsSetUp: boolean }
  localDesktop: LocalDesktop | undefined
  /** Resolves when this machine's runner has connected, or after `ms`. */
  localDesktopReady(ms: number): Promise<boolean>
  /** Answers what is under way, ends the streams and the local runner; running commands go on. */
  stop(): Promise<void>
}

export interface ServerOptions extends Config {
  /** The folder of the built dashboard; where it is missing there is only the API. */
  webDir: string
  /** Smaller ones are for tests. */
  limits?: Limits
}

/**
 * Starts the server: the store, the HTTP side, the runners' side and this machine's runner.
 * Throws {@link StartError} for what its owner can mend, and leaves everything as it was.
 */
export async function startServer(
  config: ServerOptions,
  runnerCommand: RunnerCommand,
): Promise<RunningServer> {
  const dataDir = resolve(config.dataDir)
  try {
    return await start({ ...config, dataDir }, runnerCommand)
  } catch (error) {
    throw await explainRefusal(error, dataDir)
  }
}

async function start(config: ServerOptions, runnerCommand: RunnerCommand): Promise<RunningServer> {
  const { dataDir } = config
  ownFolder(dataDir)
  const log = pino(
    { level: config.logLevel, serializers: { error: pino.stdSerializers.err } },
    pino.destination({ dest: 2, sync: true }),
  )
  const storage = new Storage(dataDir, log)
  const store = await openStore(dataDir, { onFailure: storage.failed })
  const core: Core = {
    store,
    storage,
    bus: afterCommits(inProcessBus(), store),
    secrets: new SecretBox(dataDir, config.secretKey),
    log,
    now: Date.now,
  }
  await core.store.write(disconnectAll)
  await noteUnreadable(core)

  const { limits = LIMITS } = config
  const connections = new Connections(limits.strangers)
  const app = buildApp(core, { ...config, limits }, connections)
  const ready = gate(app)
  const gateway = new Gateway(core, config.outputLimit)
  gateway.listenOn(app.server, (socket) => connections.know(socket))
  try {
    await app.listen({ port: config.port, host: config.host })
  } catch (error) {
    await core.store.close()
    throw explainListen(error as NodeJS.ErrnoException, config)
  }
  // Only now: a start that fails must not use up the key, which is shown once.
  const owner = await ensureOwner(core, config.apiKey)
  ready()
  const url = urlOf(app.server.address() as AddressInfo)
  const needsSetUp = !(await anyPassword(core.store.db))
  const path = needsSetUp ? await newSetUpLink(core, owner.userId) : ''

  const stopping = new AbortController()
  const sweeping = sweep(core, stopping.signal, config)

  const localDesktop = config.localDesktop
    ? await ensureLocalDesktop(core, owner, dataDir)
    : undefined
  const localRunner =
    localDesktop &&
    new LocalRunner(core, runnerCommand({ dir: localDesktop.dir, serverUrl: loopback(url) }))
  localRunner?.start()

  return {
    url,
    newKey: owner.newKey,
    dashboard: { url: loopback(url) + path, needsSetUp },
    localDesktop,
    async localDesktopReady(ms) {
      const until = Date.now() + ms
      while (localDesktop && Date.now() < until) {
        const row = await findDesktop(core.store.db, owner.workspaceId, localDesktop.id)
        if (row?.connected === 1) return true
        await new Promise((done) => setTimeout(done, 20))
      }
      return false
    },
    async stop() {
      stopping.abort()
      await localRunner?.stop()
      await Promise.all([app.close(), gateway.close(), sweeping])
      await core.store.close()
    },
  }
}

/** What is said within a transaction is said once that is on disk. */
function afterCommits(bus: Bus, store: Store): Bus {
  return {
    publish: (subject, key, message) => store.afterCommit(() => bus.publish(subject, key, message)),
    subscribe: bus.subscribe,
  }
}

/** Requests wait until the returned function is called. */
function gate(app: FastifyInstance): () => void {
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

function explainListen(error: NodeJS.ErrnoException, { host, port }: Config): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new StartError(
        `Port ${port} on ${host} is taken. Set PORT to another, or stop what uses it.`,
      )
    case 'EACCES':
      return new StartError(
        `Port ${port} may not be used by this user. Set PORT to one above 1023.`,
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartError(`HOST is ${host}, which is no address of this machine.`)
    default:
      return error
  }
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}

/** A server that listens on every address is reached here by the loopback one. */
function loopback(url: string): string {
  return url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:')
}
