import type { ActivityEvent, RunnerService } from '@mission-control/protocol'
import type { Down, DownOf, Hello } from '@mission-control/protocol/runner'
import { negotiate, OLDEST_SUPPORTED, PROTOCOL_VERSION } from '@mission-control/protocol/runner'
import { sql } from 'kysely'
import { isCapable } from '../agents/capable.ts'
import { advanceSoon, taskMoved } from '../chat/advance.ts'
import { type Core, transact } from '../core.ts'
import { toDesktopEvent, toDesktopPayload } from '../desktops/present.ts'
import { appendActivity } from '../store/activity.ts'
import {
  bindInstance,
  findDesktopAnywhere,
  moveDesktop,
  raiseDispatch,
  updateDesktop,
} from '../store/desktops.ts'
import { hold } from '../store/locks.ts'
import { findRuns, listUnended, positionOf, type RunOfTask } from '../store/runs.ts'
import type { DesktopRow, Tx } from '../store/schema.ts'
import type { KnownMachine } from '../store/tables/desktops.ts'
import type { TaskView } from '../store/tasks.ts'
import { finishRun } from '../tasks/finish.ts'
import { afterHello } from '../upgrades/decisions.ts'
import { readUpgrade } from '../upgrades/known.ts'
import { VERSION } from '../version.ts'
import { agentColumns } from './agent.ts'
import { setupMessage } from './agent-setup.ts'
import { cloned, isClone } from './identity.ts'
import { answersTo, reconcile } from './reconcile.ts'
import { keyFor } from './start-message.ts'

const HEARTBEAT_INTERVAL_MS = 5_000

/** The desktop as it is now, and what its runner is told first. */
export type Greeting = { desktop: DesktopRow; version: number; messages: Down[] }

/**
 * Why this runner can't be served, or null. A credential that nobody has used yet is bound to this
 * runner.
 */
export async function refusalOf(
  core: Core,
  desktop: DesktopRow,
  hello: Hello,
): Promise<DownOf<'refused'> | null> {
  const versions = negotiate(hello.protocol, SUPPORTED)
  if (!versions.ok) return refused(versions.code, versions.message)
  if (desktop.status === 'destroyed') {
    return refused('desktop_deleted', `The desktop "${desktop.name}" was removed.`)
  }
  if (isClone(desktop, hello)) return refused('credential_in_use', cloned(desktop.name))
  const bound = await core.store.write((tx) => bindInstance(tx, desktop.id, hello.instanceId))
  if (bound) return null
  return refused(
    'credential_in_use',
    `The credential of "${desktop.name}" belongs to another runner (another machine, or another folder on this one). Register another desktop for this machine.`,
  )
}

const SUPPORTED = { newest: PROTOCOL_VERSION, oldest: OLDEST_SUPPORTED }

export function refused(code: DownOf<'refused'>['code'], message: string): DownOf<'refused'> {
  return { type: 'refused', code, message }
}

/**
 * Answers a runner's hello. Both sides say which runs they know, and this reconciles them. Known to
 * both: the output goes on from where it is stored. Known to the runner only: forgotten, and
 * stopped unless it ended by itself. Known to the server only: started if the runner can't have
 * seen it, otherwise failed, because its start is unknown.
 */
export async function greet(core: Core, desktop: DesktopRow, hello: Hello): Promise<Greeting> {
  const { running, first, known, answers, ended } = await transact(
    core,
    desktop.workspace_id,
    async (tx) => {
      await hold(tx, 'desktop', desktop.id)
      const at = core.now()
      const running = await arrive(core, tx, desktop.id, hello, at)
      return {
        running,
        first: isCapable(running) ? [await setupMessage(core, tx, running)] : [],
        ...(await reconcileRuns(tx, desktop, hello, at)),
      }
    },
  )
  const { epoch, workspace_id } = running
  core.bus.publish('desktop', desktop.id, { kind: 'superseded', epoch })
  core.bus.publish('desktops', workspace_id, toDesktopEvent('desktop.status', running))
  for (const task of ended) taskMoved(core, task)
  advanceSoon(core, workspace_id, desktop.id)
  const version = versionOf(hello)
  const runs = known.map((run) => ({
    runId: run.id,
    position: positionOf(run),
    ...(run.started_at === null && keyFor(core, run, version)),
  }))
  const answer = welcome(desktop, hello, runs)
  return {
    desktop: running,
    version: answer.version,
    messages: [answer, ...first, ...answers],
  }
}

/** `runs`: the runner's runs that go on. */
export function welcome(
  desktop: DesktopRow,
  hello: Hello,
  runs: DownOf<'welcome'>['runs'],
): DownOf<'welcome'> {
  return {
    type: 'welcome',
    version: versionOf(hello),
    desktopId: desktop.id,
    name: desktop.name,
    heartbeatIntervalMs: HEARTBEAT_INTERVAL_MS,
    runs,
  }
}

/** The newest version that both sides speak. */
const versionOf = ({ protocol }: Hello) => Math.min(protocol.newest, PROTOCOL_VERSION)

/** What the runner said of its machine, with times by this server's clock. */
function machineOf({ runnerVersion, machine, clock }: Hello, now: number): KnownMachine {
  if (machine === undefined || clock === undefined) {
    return { runnerVersion, system: machine?.system ?? null, workDir: null, upSince: null }
  }
  const { system, workDir, upSince, service } = machine
  return {
    runnerVersion,
    system,
    workDir,
    upSince: now - Math.max(0, clock - upSince),
    ...(service !== undefined && { service: serviceOf(service) }),
  }
}

function serviceOf(said: { unit: string; isUsers: boolean } | null): RunnerService {
  if (said === null) return { scope: 'none', unit: null }
  return { scope: said.isUsers ? 'user' : 'system', unit: said.unit }
}

/** The desktop runs now. */
async function arrive(
  core: Core,
  tx: Tx,
  id: string,
  hello: Hello,
  at: number,
): Promise<DesktopRow> {
  const protocol = versionOf(hello)
  // Read again: since this connection was let in it may have moved, or somebody has asked for an upgrade.
  const desktop = (await findDesktopAnywhere(tx, id)) ?? removed(id)
  const { upgrade, news } = afterHello(readUpgrade(desktop.upgrade, VERSION), hello, VERSION)
  const beat = {
    protocol,
    presets: JSON.stringify(hello.presets ?? []),
    connected: 1,
    place: hello.place ?? null,
    identity: hello.identity ? JSON.stringify(hello.identity) : null,
    problem: null,
    ip_address: hello.ipAddress,
    metrics: JSON.stringify(hello.metrics),
    machine: JSON.stringify(machineOf(hello, at)),
    upgrade: upgrade && JSON.stringify(upgrade),
    last_seen_at: at,
    ...(await agentColumns(core, tx, { ...desktop, protocol }, hello.agent)),
    // From now on no earlier connection has a say.
    epoch: sql<number>`epoch + 1`,
    replica: core.replica,
  }
  // After a restored backup the runner's journal is ahead of what this server remembers.
  await raiseDispatch(tx, id, hello.lastDispatch)
  await revive(tx, id, at)
  const running = (await updateDesktop(tx, id, beat)) ?? removed(id)
  if (news !== null) {
    const type = news === 'upgraded' ? 'desktop.upgraded' : 'desktop.upgradeFailed'
    const problem = upgrade?.failure
    const payload = { ...toDesktopPayload(running), version: VERSION, ...(problem && { problem }) }
    await appendActivity(tx, desktop.workspace_id, at, [{ type, payload }])
  }
  return running
}

function removed(id: string): never {
  throw new Error(`the desktop ${id} was removed while its runner arrived`)
}

/**
 * A desktop that is heard of is running, whatever its status was. Undefined if it was running
 * already.
 */
export async function revive(tx: Tx, id: string, at: number): Promise<DesktopRow | undefined> {
  const revived = await moveDesktop(tx, id, ['pending', 'stopped', 'error'], {
    status: 'running',
    connected: 1,
    problem: null,
  })
  if (!revived) return undefined
  const started: ActivityEvent = { type: 'desktop.started', payload: toDesktopPayload(revived) }
  await appendActivity(tx, revived.workspace_id, at, [started])
  return revived
}

async function reconcileRuns(tx: Tx, desktop: DesktopRow, hello: Hello, at: number) {
  const theirs = new Set(hello.runs.map((run) => run.runId))
  const known: RunOfTask[] = []
  const answers: Down[] = []
  const ended: (TaskView | undefined)[] = []
  for (const run of await listUnended(tx, desktop.id, 0)) {
    const outcome = reconcile(run, theirs.delete(run.id), hello)
    if (outcome === 'lost') ended.push(await finishRun(tx, run, LOST, at))
    if (outcome !== 'goes_on') continue
    known.push(run)
    if (run.cancel_requested_at !== null) answers.push({ type: 'cancel', runId: run.id })
  }
  const others = await findRuns(tx, desktop.id, [...theirs])
  for (const runId of theirs) {
    answers.push(...answersTo(others.get(runId)).map((type) => ({ type, runId })))
  }
  return { known, answers, ended }
}

/** The end of a run whose number the runner's journal has passed, but which the runner doesn't know. */
const LOST = {
  kind: 'failed',
  code: 'start_unknown',
  message: 'The desktop has lost its record of this run.',
} as const
