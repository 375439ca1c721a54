import type { AddressInfo } from 'node:net'
import { hostname } from 'node:os'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ownFolder } from '@mission-control/durable'
import { pino } from 'pino'
import { noteUnreadable } from './agents/readable.ts'
import { ensureOwner } from './auth/owner.ts'
import { firstSetUpLink, newSetUpLink } from './auth/set-up-link.ts'
import { afterCommits, busOf } from './bus/server-bus.ts'
import type { Config } from './config.ts'
import type { Core } from './core.ts'
import { buildApp } from './http/app.ts'
import { Connections } from './http/connections.ts'
import { EventStreams } from './http/event-stream.ts'
import { LIMITS, type Limits } from './http/limits.ts'
import { explainListen, gate, urlOf } from './http/listen.ts'
import { loopback } from './http/loopback.ts'
import { newId } from './ids.ts'
import { inOrder, TRY_AGAIN_MS } from './in-order.ts'
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
import type { Prometheus } from './monitoring/prometheus.ts'
import { Readiness } from './monitoring/readiness.ts'
import { measuring, tracing } from './monitoring/wanted.ts'
import { catchUp } from './runners/catch-up.ts'
import { Gateway } from './runners/gateway.ts'
import { Pouring } from './runners/pouring.ts'
import { indexTasks } from './search/index-tasks.ts'
import { SecretBox } from './secret-box.ts'
import { SharedClock } from './shared-clock.ts'
import { explainRefusal, NoRoomError } from './storage/start.ts'
import { Storage } from './storage/storage.ts'
import { anyPassword } from './store/accounts.ts'
import { disconnectAll, findDesktop } from './store/desktops.ts'
import { openStore } from './store/store.ts'
import { sweep } from './sweep.ts'

/**
 * How many connections wait to be accepted: when a server dies, its desktops come to the others at one moment. One
 * more is dropped, which its client notices a second later.
 */
const WAITING_MAX = 4_096

export interface RunningServer {
  /** The server's address, for example `http://127.0.0.1:3000`. */
  url: string
  /** The owner's key, to be shown once; undefined unless it was made just now. */
  newKey: string | undefined
  /** Where a person begins: the dashboard, or a one-time link as long as no password is set. */
  dashboard: { url: string; needsSetUp: boolean }
  localDesktop: LocalDesktop | undefined
  /** Resolves when this machine's runner has connected, or after `ms`. */
  localDesktopReady(ms: number): Promise<boolean>
  /**
   * Resolves, with the reason, when a newer version has changed the database so that this one can't go on.
   */
  outdated: Promise<string>
  /** Reports that it isn't ready, and goes on answering for as long as load balancers need to notice. */
  drain(): Promise<void>
  /**
   * Finishes the requests that are under way, and ends the streams and the local runner. Running commands go
   * on.
   */
  stop(): Promise<void>
}

export interface ServerOptions extends Config {
  /** The folder of the built dashboard; where it is missing there is only the API. */
  webDir: string
  /** The command that makes the package that joining machines fetch. */
  packageCommand: PackageCommand
  /** Tests set smaller limits. */
  limits?: Limits
}

/**
 * Starts the server: the store, the HTTP side, the runners' side and this machine's runner.
 * Throws a `StartError` for what its owner can mend, and leaves everything as it was. As long as the
 * disk has no room even to open the database it says so, and tries again.
 */
export async function startServer(
  config: ServerOptions,
  runnerCommand: RunnerCommand,
): Promise<RunningServer> {
  const dataDir = resolve(config.dataDir)
  // Made once, however often the start is tried: its measuring goes on until the process ends.
  const prometheus = await measuring(config)
  for (let said = ''; ; ) {
    try {
      return await start({ ...config, dataDir }, runnerCommand, prometheus)
    } catch (error) {
      const why = await explainRefusal(error, dataDir)
      if (!(why instanceof NoRoomError)) throw why
      if (why.message !== said) process.stderr.write(`${why.message}\n`)
      said = why.message
      await sleep(TRY_AGAIN_MS)
    }
  }
}

async function start(
  config: ServerOptions,
  runnerCommand: RunnerCommand,
  prometheus: Prometheus | undefined,
): Promise<RunningServer> {
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
  const storage = new Storage(dataDir, log, config.databaseUrl ? 'database' : 'files')
  const meter = prometheus ?? unmeasured
  const store = await openStore(dataDir, {
    databaseUrl: config.databaseUrl,
    tenure: config.nats ? 'shared' : 'alone',
    fleet: config.secretKey,
    onFailure: storage.failed,
    onCommit: meter.committed.bind(meter),
  })
  const clock = config.nats && new SharedClock()
  const now = clock?.now ?? Date.now
  const reachBus = async () => {
    await clock?.look(store, log)
    return await busOf(config, log)
  }
  const bus = await reachBus().catch(async (error) => {
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
    now,
    watch: { since: now(), lostAfter: config.lostAfter },
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
  gateway.listenOn(app.server, (socket) => connections.know(socket))
  const release = async () => {
    await core.tracer.stop()
    await bus.close()
    await core.store.close()
  }
  try {
    await app.listen({ port: config.port, host: config.host, backlog: WAITING_MAX })
  } catch (error) {
    await release()
    throw explainListen(error as NodeJS.ErrnoException, config)
  }
  const undo = async () => {
    await app.close()
    await release()
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

  // Requests that only read are served even while the disk takes nothing; runners and the rest come after.
  const steps = [
    // If other servers are up, desktops that were connected to a server that is gone are noticed by their
    // silence.
    async () => core.shared || (await core.store.write(disconnectAll)),
    () => noteUnreadable(core),
    async () => gateway.open(),
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
  const outdated = Promise.withResolvers<string>()
  const lookAtSchema = async () => {
    const why = await readiness.outdated()
    if (why !== null) outdated.resolve(why)
  }
  const looks = [() => catchUp(core, gateway)]
  if (clock) looks.push(lookAtSchema, () => clock.look(store, log))
  for (const look of looks) stopping.signal.addEventListener('abort', lookAgain(core, look))
  const indexing = config.searchIndex ? indexTasks(core, stopping.signal) : undefined

  return {
    url,
    newKey: owner.newKey,
    dashboard: { url: loopback(url) + (path ?? ''), needsSetUp: path !== undefined },
    outdated: outdated.promise,
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
      // If there are other servers, the clients of this one move to them.
      if (core.shared) await Promise.all([gateway.moveAway(), streams.moveAway()])
    },
    async stop() {
      stopping.abort()
      await rest
      await localRunner?.stop()
      await Promise.all([app.close(), gateway.close(), sweeping, indexing])
      await release()
    },
  }
}
