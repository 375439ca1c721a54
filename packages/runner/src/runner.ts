import { realpathSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { ownFolder, ownTree } from '@mission-control/durable'
import {
  type AgentState,
  type DownOf,
  fromWire,
  OLDEST_SUPPORTED,
  PROTOCOL_VERSION,
  type Upgradable,
  type UpOf,
} from '@mission-control/protocol/runner'
import type { AgentConfiguration } from './agent/configuration.ts'
import { DesktopAgent } from './agent/desktop-agent.ts'
import { presetsOnPath } from './agent/presets.ts'
import { descriptorLimit, placesWithin } from './descriptors.ts'
import { bootId } from './desktop/boot-id.ts'
import { sharedEnvironment } from './desktop/environment.ts'
import { instanceId } from './desktop/instance-id.ts'
import { ipAddress } from './desktop/ip-address.ts'
import { machineOf } from './desktop/machine.ts'
import { machineIdentity } from './desktop/machine-identity.ts'
import { metricsOf } from './desktop/metrics.ts'
import { placeOf } from './desktop/place.ts'
import { ownService, warnOfKillMode } from './desktop/service.ts'
import { madeFolder, workFolder } from './desktop/work-folder.ts'
import { Journal } from './journal/journal.ts'
import { KeeperLink } from './keeper-link/keeper-link.ts'
import type { Log } from './log.ts'
import { runsFolder } from './run-file.ts'
import { cancel } from './runs/cancel.ts'
import { discard } from './runs/discard.ts'
import { mayForget } from './runs/orders.ts'
import { pollRuns } from './runs/poll.ts'
import { Reconciliation } from './runs/reconciliation.ts'
import type { Run } from './runs/run.ts'
import { Runs } from './runs/runs.ts'
import { start } from './runs/start.ts'
import { HANDED_OVER, keepConnected, type Order } from './server-link/connection.ts'
import { keepBeating } from './server-link/heartbeat.ts'
import type { ServerLink } from './server-link/server-link.ts'
import { VERSION } from './version.ts'

/** Places per core: commands mostly wait for something else than the processor. */
const PLACES_PER_CORE = 4

export type RunnerState = 'connected' | 'disconnected'

export interface RunnerOptions {
  /** The runner folder, made if need be. The caller sees to it that no other runner uses it. */
  dir: string
  /** `http(s)://host[/base]` */
  serverUrl: string
  credential: string
  /** The desktop that the credential names. */
  desktopId?: string | undefined
  /** Where commands start; by default the {@link workFolder}. */
  workDir?: string | undefined
  /** How many commands run at a time; by default four per core. */
  concurrency?: number | undefined
  /** Names of more environment variables that commands get. */
  passEnv?: readonly string[] | undefined
  /** Who gets the prompts; by default nobody. */
  agent?: AgentConfiguration | null | undefined
  /** How long the keeper stays when it holds nothing; by default a minute. */
  keeperIdleMs?: number | undefined
  /**
   * For a runner that its server may upgrade: what it reports about that, and what handles the server's
   * offer.
   */
  upgrade?: { readonly state: Upgradable; take(offer: DownOf<'upgrade'>): void } | undefined
  log: Log
  /** `name`: what the server calls the desktop, once it has said so. */
  onState?: ((state: RunnerState, name: string) => void) | undefined
}

export interface Runner {
  /**
   * Resolves after `stop`; rejects with {@link RefusedError} when the server will not have this
   * runner. Commands go on in either case: the keeper has them.
   */
  closed: Promise<void>
  stop(): Promise<void>
  /** Ends without a goodbye: the next runner of the folder goes on at once. */
  handOver(): Promise<void>
  /** Says hello anew, as something in it has changed. */
  reconnect(): void
  /** Leaves the server for good; `closed` then rejects with its refusal, `desktop_deleted`. */
  leave(): Promise<void>
}

/**
 * Starts this process's runner, and makes the runner folder the current one: paths of unix sockets
 * are short. Throws {@link JournalError} when the folder's journal is damaged.
 */
export function startRunner(options: RunnerOptions): Runner {
  const over = new AbortController()
  try {
    return begin(options, over)
  } catch (error) {
    // The start is tried again, so nothing of this one may go on. Least of all its link to the
    // keeper, which greets the next runner only once the earlier one is gone.
    over.abort()
    throw error
  }
}

function begin(options: RunnerOptions, over: AbortController): Runner {
  const { log, credential, serverUrl, onState } = options
  const dir = resolve(options.dir)
  ownFolder(runsFolder(dir))
  ownTree(dir, [basename(runsFolder(dir))])
  process.chdir(dir)

  const [instance, boot] = [instanceId(dir), bootId(dir)]

  const stopping = new AbortController()
  const journal = new Journal(join(dir, 'journal'))
  over.signal.addEventListener('abort', () => journal.close())
  const workDir = options.workDir
    ? madeFolder(resolve(options.workDir))
    : workFolder({
        dir,
        name: options.desktopId ?? basename(dir),
        env: process.env,
        isBusy: [...journal.live].length > 0,
        log,
      })
  const keeper = new KeeperLink({
    dir,
    idleMs: options.keeperIdleMs,
    signal: over.signal,
    log,
    events: {
      hello: (held) => reconciliation.reconcileAll(held),
      gone: () => reconciliation.reconcileAll(null),
      changed(runId) {
        const run = runs.get(runId)
        if (run?.phase === 'placed') runs.glance(run)
      },
      refused(runId, message) {
        const run = runs.get(runId)
        if (run?.phase !== 'placed') return
        runs.conclude(run, { kind: 'failed', code: 'spawn_failed', message })
      },
      busy(runId, message) {
        const run = runs.get(runId)
        if (run?.phase === 'placed') runs.putBack(run, message)
      },
      unavailable() {
        const message = `The keeper could not be started: see ${join(dir, 'keeper.log')}.`
        for (const run of runs.placed) {
          if (!run.file.exists()) {
            runs.conclude(run, { kind: 'failed', code: 'spawn_failed', message })
          }
        }
      },
    },
  })
  const environment: Record<string, string> = {
    ...sharedEnvironment(process.env, options.passEnv),
    // A folder that somebody has named may lie in a repository on purpose.
    ...(!options.workDir && { GIT_CEILING_DIRECTORIES: realpathSync(dirname(workDir)) }),
  }
  const agent = new DesktopAgent({
    own: options.agent ?? null,
    surroundings: { dir, cwd: workDir, env: environment },
    changed: (state) => tellAgent?.(state),
    known: () => runs.admit(),
    signal: over.signal,
    log,
  })
  const runs = new Runs({
    dir,
    workDir,
    serverUrl,
    bootId: boot,
    concurrency: places(options),
    environment,
    agent,
    journal,
    keeper,
    log,
  })
  const reconciliation = new Reconciliation(runs)
  // Calls that the system may refuse come before anything is done.
  const service = ownService()
  const metrics = metricsOf(workDir)
  const place = placeOf(dir)
  const identity = machineIdentity()
  reconciliation.recover()
  if (service !== null) void warnOfKillMode(service, log)
  pollRuns(runs, over.signal)

  let desktopId = ''
  let name = ''
  let leave = (): void => undefined
  let reconnect = (): void => undefined
  let tellAgent: ((state: AgentState | null) => void) | null = null
  let beating = new AbortController()

  const hello = async (): Promise<UpOf<'hello'>> => ({
    type: 'hello',
    protocol: { newest: PROTOCOL_VERSION, oldest: OLDEST_SUPPORTED },
    runnerVersion: VERSION,
    instanceId: instance,
    place,
    machine: machineOf(workDir, service),
    identity,
    metrics: await metrics(),
    ipAddress: ipAddress(),
    lastDispatch: journal.highestDispatch,
    runs: runs.all.map(({ runId, dispatch }) => ({ runId, dispatch })),
    agent: agent.state,
    presets: presetsOnPath(environment.PATH),
    clock: Date.now(),
    ...(options.upgrade && { upgrade: options.upgrade.state }),
  })

  const order = (link: ServerLink, message: Order) => {
    if (message.type === 'agentSetup') return agent.take(message.setup)
    if (message.type === 'testAgent') return void answerTest(link, message.requestId)
    if (message.type === 'upgrade') return options.upgrade?.take(message)
    if (message.type === 'start' || message.type === 'prompt') {
      start(runs, message, desktopId).catch((error) => failed(message, error))
      return
    }
    const run = runs.get(message.runId)
    if (run === undefined) return
    try {
      obey(run, message)
    } catch (error) {
      failed(message, error)
    }
  }

  /** Only log it: a bug at this end is no reason to doubt the link. */
  const failed = ({ type }: Order, error: unknown) =>
    log.error({ type, error: String(error) }, 'An order could not be carried out')

  const obey = (run: Run, message: Extract<Order, { runId: string }>) => {
    if (message.type === 'cancel') cancel(runs, run)
    else if (message.type === 'permissionAnswer') run.answer(message, log)
    else if (message.type === 'discard') discard(runs, run)
    else if (message.type === 'ack') {
      run.output.acknowledged(fromWire(message.position))
      runs.advance(run)
    } else if (mayForget(run.phase)) runs.remove(run)
  }

  const answerTest = async (link: ServerLink, requestId: string) => {
    link.send({ type: 'agentTested', requestId, ...(await agent.test()) })
  }

  const connection = keepConnected({
    serverUrl,
    credential,
    hello,
    connected(link, welcome: DownOf<'welcome'>) {
      desktopId = welcome.desktopId
      beating = new AbortController()
      void keepBeating(link, metrics, welcome.heartbeatIntervalMs, beating.signal, log)
      // Before the agent is known: until then no prompt starts.
      for (const { runId, key } of welcome.runs) if (key) runs.takeKey(runId, key)
      runs.connect(
        link,
        new Map(welcome.runs.map(({ runId, position }) => [runId, fromWire(position)])),
      )
      leave = () => link.send({ type: 'leave' })
      reconnect = () => link.cut()
      // Version 1 knows no agents.
      if (link.version >= 2) tellAgent = (state) => link.send({ type: 'agent', agent: state })
      // Until version 3 the server sets none up; from then on it says what it has.
      if (link.version < 3) agent.take(null)
      log.info({ desktopId, name: welcome.name }, 'Connected to the server')
      name = welcome.name
      onState?.('connected', name)
    },
    disconnected() {
      beating.abort()
      tellAgent = null
      runs.disconnect()
      onState?.('disconnected', name)
    },
    order,
    drained: () => runs.all.forEach((run) => void runs.advance(run)),
    signal: stopping.signal,
    log,
  })
  const closed = connection.finally(() => over.abort())
  return {
    closed,
    async stop() {
      stopping.abort()
      await closed
    },
    async handOver() {
      stopping.abort(HANDED_OVER)
      await closed
    },
    reconnect: () => reconnect(),
    async leave() {
      leave()
      await closed
    },
  }
}

/** As many as are wanted, but no more than this process has descriptors for. */
function places({ concurrency, log }: RunnerOptions): number {
  const wanted = concurrency ?? availableParallelism() * PLACES_PER_CORE
  const descriptors = descriptorLimit()
  const possible = placesWithin(descriptors)
  if (possible >= wanted) return wanted
  log.warn(
    { wanted, possible, descriptors },
    'Fewer commands run at a time than wanted: the limit of open files (ulimit -n) is too low',
  )
  return possible
}
