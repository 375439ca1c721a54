import { createHash } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { hostname } from 'node:os'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ownFolder } from '@mission-control/durable'
import type { FastifyInstance } from 'fastify'
import { type Logger, pino } from 'pino'
import { noteUnreadable } from './agents/readable.ts'
import { ensureOwner } from './auth/owner.ts'
import { firstSetUpLink, newSetUpLink } from './auth/set-up-link.ts'
import type { Bus, OpenBus } from './bus/bus.ts'
import { openBus } from './bus/open.ts'
import type { Config } from './config.ts'
import type { Core } from './core.ts'
import { buildApp } from './http/app.ts'
import { Connections } from './http/connections.ts'
import { EventStreams } from './http/event-stream.ts'
import { LIMITS, type Limits } from './http/limits.ts'
import { loopback } from './http/loopback.ts'
import { newId } from './ids.ts'
import type { PackageCommand } from './join/downloads.ts'
import { downloadsLater } from './join/load-downloads.ts'
import {
  ensureLocalDesktop,
  type LocalDesktop,
  LocalRunner,
  type RunnerCommand,
} from './local-runner.ts'
import { lookAgain } from './look-again.ts'
import { unmeasured } from './monitoring/meter.ts'
import { Readiness } from './monitoring/readiness.ts'
import { untraced } from './monitoring/tracer.ts'
import { catchUp } from './runners/catch-up.ts'
import { Gateway } from './runners/gateway.ts'
import { Pouring } from './runners/pouring.ts'
import { indexTasks } from './search/index-tasks.ts'
import { SecretBox } from './secret-box.ts'
import { StartError } from './start-error.ts'
import { explainRefusal, NoRoomError } from './storage/start.ts'
import { Storage } from './storage/storage.ts'
import { anyPassword } from './store/accounts.ts'
import { disconnectAll, findDesktop } from './store/desktops.ts'
import { refusalOf } from './store/refusal.ts'
import { openStore, type Store } from './store/store.ts'
import { sweep } from './sweep.ts'

/** Between attempts to do what the disk has refused at the start. */
const TRY_AGAIN_MS = 1_000

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
  /** Is not ready from now on, and goes on answering for as long as load balancers need to notice. */
  drain(): Promise<void>
  /** Answers what is under way, ends the streams and the local runner; running commands go on. */
  stop(): Promise<void>
}

export interface ServerOptions extends Config {
  /** The folder of the built dashboard; where it is missing there is only the API. */
  webDir: string
  /** How the package is made that machines fetch to join. */
  packageCommand: PackageCommand
  /** Smaller ones are for tests. */
  limits?: Limits
}

/**
 * Starts the server: the store, the HTTP side, the runners' side and this machine's runner.
 * Throws {@link StartError} for what its owner can mend, and leaves everything as it was. As long as the
 * disk has no room even to open the database it says so, and tries again.
 */
export async function startServer(
  config: ServerOptions,
  runnerCommand: RunnerCommand,
): Promise<RunningServer> {
  const dataDir = resolve(config.dataDir)
  for (let said = ''; ; ) {
    try {
      return await start({ ...config, dataDir }, runnerCommand)
    } catch (error) {
      const why = await explainRefusal(error, dataDir)
      if (!(why instanceof NoRoomError)) throw why
      if (why.message !== said) process.stderr.write(`${why.message}\n`)
      said = why.message
      await sleep(TRY_AGAIN_MS)
    }
  }
}

async function start(config: ServerOptions, runnerCommand: RunnerCommand): Promise<RunningServer> {
  const { dataDir } = config
  ownFolder(dataDir)
  const replica = newId('replica')
  const log = pino(
    {
      level: config.logLevel,
      serializers: { error: pino.stdSerializers.err },
      base: { pid: process.pid, hostname: hostname(), replica },
    },
    // A log on a disk that is full loses lines, and stops nobody.
    pino.destination({ dest: 2, sync: true }).on('error', () => undefined),
  )
  const storage = new Storage(dataDir, log)
  const prometheus = await measuring(config)
  const meter = prometheus ?? unmeasured
  const store = await openStore(dataDir, {
    databaseUrl: config.databaseUrl,
    tenure: config.nats ? 'shared' : 'alone',
    onFailure: storage.failed,
    onCommit: meter.committed.bind(meter),
  })
  const bus = await busOf(config, log).catch(async (error) => {
    await store.close()
    throw error
  })
  const core: Core = {
    store,
    storage,
    bus: afterCommits(bus, store),
    meter,
    tracer: await tracing(config, replica, log),
    secrets: new SecretBox(dataDir, config.secretKey),
    log,
    now: Date.now,
    watch: { since: Date.now(), lostAfter: config.lostAfter },
    pouring: new Pouring(),
    replica,
    shared: config.nats !== undefined,
  }

  const { limits = LIMITS } = config
  const connections = new Connections(limits.strangers)
  const stopping = new AbortController()
  const downloads = downloadsLater(dataDir, config.packageCommand, stopping.signal)
  const readiness = new Readiness(store, storage, bus)
  const gateway = new Gateway(core, config.outputLimit)
  const streams = new EventStreams(core)
  const page = prometheus && {
    token: config.metricsToken as string,
    contentType: prometheus.contentType,
    watch: prometheus.watch.bind(prometheus),
    text: () => prometheus.text({ core, readiness, gateway, streams }),
  }
  const options = { ...config, limits, downloads, streams, readiness, page }
  const app = buildApp(core, options, connections)
  const ready = gate(app)
  try {
    await app.listen({ port: config.port, host: config.host })
  } catch (error) {
    await bus.close()
    await core.store.close()
    throw explainListen(error as NodeJS.ErrnoException, config)
  }
  const undo = async () => {
    await app.close()
    await bus.close()
    await core.store.close()
  }
  // Only now: a start that fails must not use up the key, which is shown once.
  const owner = await ensureOwner(core, config.apiKey).catch(async (error) => {
    await undo()
    throw error
  })
  const url = urlOf(app.server.address() as AddressInfo)
  const needsSetUp = !(await anyPassword(core.store.db))
  let path: string | undefined
  const linkFor = (id: string) => (core.shared ? firstSetUpLink : newSetUpLink)(core, id)
  let localDesktop: LocalDesktop | undefined
  let localRunner: LocalRunner | undefined

  // What can be read is served also while the disk takes nothing; runners and the rest come after.
  const steps = [
    // Where others are up, what was connected to one that is gone is found by its silence.
    async () => core.shared || (await core.store.write(disconnectAll)),
    () => noteUnreadable(core),
    async () => gateway.listenOn(app.server, (socket) => connections.know(socket)),
    async () => {
      if (needsSetUp) path = await linkFor(owner.userId)
    },
    async () => {
      if (config.localDesktop) localDesktop = await ensureLocalDesktop(core, owner, dataDir)
    },
    async () => {
      if (localDesktop === undefined) return
      const { dir } = localDesktop
      localRunner = new LocalRunner(core, runnerCommand({ dir, serverUrl: loopback(url) }))
      localRunner.start()
    },
  ]
  const { rest } = await inOrder(steps, stopping.signal).catch(async (error) => {
    await undo()
    throw error
  })
  ready()
  const sweeping = sweep(core, stopping.signal, { ...config, downloads })
  stopping.signal.addEventListener(
    'abort',
    lookAgain(core, () => catchUp(core, gateway)),
  )
  const indexing = config.searchIndex ? indexTasks(core, stopping.signal) : undefined

  return {
    url,
    newKey: owner.newKey,
    dashboard: { url: loopback(url) + (path ?? ''), needsSetUp: path !== undefined },
    get localDesktop() {
      return localDesktop
    },
    async localDesktopReady(ms) {
      const until = Date.now() + ms
      while (localDesktop && Date.now() < until) {
        const row = await findDesktop(core.store.db, owner.workspaceId, localDesktop.id)
        if (row?.connected === 1) return true
        await new Promise((done) => setTimeout(done, 20))
      }
      return false
    },
    async drain() {
      readiness.drain()
      await sleep(config.drain)
      // Where there are others, those who were here go to them.
      if (core.shared) await Promise.all([gateway.moveAway(), streams.moveAway()])
    },
    async stop() {
      stopping.abort()
      await rest
      await localRunner?.stop()
      await Promise.all([app.close(), gateway.close(), sweeping, indexing])
      await core.tracer.stop()
      await bus.close()
      await core.store.close()
    },
  }
}

async function busOf({ nats, secretKey }: Config, log: Logger): Promise<OpenBus> {
  try {
    return await openBus(
      nats && {
        ...nats,
        // Who has the key is of the fleet; the name tells nothing of it.
        space: createHash('sha256').update(`bus ${secretKey}`).digest('hex').slice(0, 16),
        trouble: (error, what) => log.warn({ error }, what),
      },
    )
  } catch (error) {
    throw new StartError(`The NATS of NATS_URL can't be used: ${(error as Error).message}.`)
  }
}

/**
 * Takes the steps one after another. If the disk refuses one, this resolves all the same, and the
 * remaining steps are taken once the disk accepts writes.
 */
async function inOrder(
  steps: (() => Promise<unknown>)[],
  signal: AbortSignal,
): Promise<{ rest: Promise<void> }> {
  const left = [...steps]
  const go = async () => {
    for (let next = left[0]; next !== undefined && !signal.aborted; next = left[0]) {
      await next()
      left.shift()
    }
  }
  const goOn = async (): Promise<void> => {
    while (left.length > 0 && !signal.aborted) {
      await sleep(TRY_AGAIN_MS, undefined, { signal }).catch(() => null)
      await go().catch(unlessRefused)
    }
  }
  await go().catch(unlessRefused)
  return { rest: goOn() }
}

function unlessRefused(error: unknown): void {
  if (!refusalOf(error)) throw error
}

/** Messages that are published within a transaction go out once it is on disk. */
function afterCommits(bus: Bus, store: Store): Bus {
  return {
    publish: (subject, key, message) => store.afterCommit(() => bus.publish(subject, key, message)),
    subscribe: bus.subscribe,
    problem: bus.problem,
  }
}

/** Loaded only where somebody may read it. */
async function measuring({ metricsToken }: Config) {
  if (metricsToken === undefined) return undefined
  const { Prometheus } = await import('./monitoring/prometheus.ts')
  return new Prometheus()
}

/** Loaded only where there is a collector. */
async function tracing({ tracesTo }: Config, replica: string, log: Logger) {
  if (tracesTo === undefined) return untraced
  const { OpenTelemetry } = await import('./monitoring/open-telemetry.ts')
  return new OpenTelemetry(replica, log)
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
        `Port ${port} on ${host} is in use. Set PORT to another one, or stop the program that uses it.`,
      )
    case 'EACCES':
      return new StartError(
        `Port ${port} may not be used by this user. Set PORT to one above 1023.`,
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartError(
        `HOST is ${host}, which is not an address of this machine. Set it to one that is.`,
      )
    default:
      return error
  }
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}
