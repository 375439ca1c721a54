import assert from 'node:assert/strict'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '@mission-control/client'
import type { Desktop } from '@mission-control/protocol'
import type { Scope } from '../setup/cleanup.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { JoinedMachine } from '../setup/joined.ts'
import { freePort } from '../setup/port.ts'
import { startServer, type TestServer } from '../setup/server.ts'
import { spareRuntime, Versions } from '../setup/versions.ts'
import { waitFor } from '../setup/wait.ts'
import type { Fault } from './harness/fault.ts'
import { type Job, startJob } from './harness/job.ts'
import { judge } from './harness/judge.ts'
import type { Random } from './harness/random.ts'

/** Machines, and commands on each. */
const FLEET = { full: 20, short: 2 }
const JOBS = 2
/** Of each machine so many kills at most: one that never gets to its end is broken by definition. */
const KILLS = 4
const TRIALS_KILLED = 2
const UPGRADED_WITHIN = 240_000

export const upgrade: Fault = {
  title:
    'a fleet is upgraded with commands under way, whatever is killed meanwhile; a broken version is tried by a tenth at most and taken by none',
  rounds: { full: 5, short: 1 },
  minutes: 8,
  async prepare(scope) {
    const versions = Versions.make(scope)
    let fleet: Fleet | undefined
    return async (random, _, { quiet }) => {
      fleet ??= await Fleet.start(scope, versions, quiet ? FLEET.full : FLEET.short)
      const jobs = await fleet.startJobs()
      // Every day a scenario tries this.
      if (quiet && random.chance(0.5)) await fleet.refuseBroken()
      await fleet.upgrade(random)
      await fleet.judge(jobs)
    }
  },
}

/** A server that becomes newer and newer, and the machines that have joined it. */
class Fleet {
  readonly #scope: Scope
  readonly #versions: Versions
  readonly #port: string
  readonly #dataDir: string
  readonly #truth: string
  readonly #machines: JoinedMachine[] = []
  #server!: TestServer
  #program = ''
  #version = 0

  private constructor(scope: Scope, versions: Versions, port: string) {
    this.#scope = scope
    this.#versions = versions
    this.#port = port
    this.#dataDir = temporaryFolder(scope)
    spareRuntime(this.#dataDir)
    this.#truth = join(temporaryFolder(scope), 'truth')
    mkdirSync(this.#truth)
  }

  static async start(scope: Scope, versions: Versions, size: number): Promise<Fleet> {
    const fleet = new Fleet(scope, versions, await freePort())
    await fleet.#serveNext()
    for (let i = 0; i < size; i++) {
      fleet.#machines.push(await JoinedMachine.join(scope, fleet.#server))
    }
    await fleet.#until('all to be there', ({ status }) => status === 'running')
    return fleet
  }

  get client(): Client {
    return this.#server.client
  }

  /** Long enough to be under way while their runners change. */
  async startJobs(): Promise<Job[]> {
    const [client, truth] = [this.client, this.#truth]
    return await Promise.all(
      this.#machines.flatMap(({ desktopId }) =>
        Array.from({ length: JOBS }, (_, i) =>
          startJob(
            { client, truth, desktop: { id: desktopId } },
            { lines: 200, pause: 0.5, exitCode: i },
          ),
        ),
      ),
    )
  }

  /** One is told to try a broken version; it goes back, and nobody is told any more. */
  async refuseBroken(): Promise<void> {
    const before = this.#machines.map(({ current }) => current)
    await this.#serveNext('process.exit(9)')
    const [first] = this.#machines as [JoinedMachine]
    await this.#ask(first)
    await waitFor(
      'the first to fail',
      async () => (await this.client.desktops.get(first.desktopId)).upgrade?.state === 'failed',
      60_000,
    )
    const isHeld = ({ upgrade }: Desktop) => upgrade?.reason?.includes('nothing goes on') === true
    await this.#until(
      'the others to be held',
      (desktop) => desktop.upgrade?.state === 'failed' || isHeld(desktop),
    )
    // Those that were told at the same moment may have tried it as well.
    const tried = (await this.client.desktops.list()).filter((desktop) => !isHeld(desktop))
    const most = Math.max(1, Math.floor(this.#machines.length / 10))
    assert.ok(tried.length <= most, this.#told(tried))
    assert.deepEqual(
      this.#machines.map(({ current }) => current),
      before,
    )
  }

  /** All of them to the next version, while runners, what they fetch and try, and the server are killed. */
  async upgrade(random: Random): Promise<void> {
    await this.#serveNext()
    for (const machine of this.#machines) await this.#ask(machine)
    const left = new Map(
      this.#machines.map((machine) => {
        const child = random.between(0, TRIALS_KILLED)
        return [machine, { child, runner: random.between(0, KILLS - child) }]
      }),
    )
    let serverDies = random.chance(0.5) ? random.between(0, this.#machines.length) : -1
    const isUpgraded = ({ machine, upgrade, status }: Desktop) =>
      machine?.runnerVersion === this.#name && upgrade === null && status === 'running'
    const until = performance.now() + UPGRADED_WITHIN
    for (;;) {
      const desktops = await this.client.desktops.list()
      if (desktops.every(isUpgraded)) return
      if (performance.now() > until) throw new Error(this.#told(desktops))
      await sleep(random.between(0, 400))
      if (serverDies-- === 0) await this.#restartServer()
      // Mostly one that is being upgraded: at whichever step it is.
      const changing = desktops.filter(({ upgrade }) => upgrade?.state === 'upgrading')
      const { id } = random.pick(changing.length > 0 && random.chance(0.8) ? changing : desktops)
      const machine = this.#machines.find(({ desktopId }) => desktopId === id)!
      const what = random.pick(['child', 'runner'] as const)
      const kills = left.get(machine)!
      if (kills[what] > 0 && machine.kill(what)) kills[what]--
    }
  }

  async judge(jobs: Job[]): Promise<void> {
    const names = new Set(this.#machines.map(({ current }) => current))
    assert.equal(names.size, 1, 'all have the same version')
    await judge(this, jobs)
  }

  get story(): string {
    const runners = this.#machines.map(({ desktopId, said }) => `${desktopId}:\n${said}`)
    return [this.#server.program.stderr(), ...runners].join('\n')
  }

  get leftovers(): string[] {
    return this.#machines.flatMap(({ dir }) => readdirSync(join(dir, 'runs')))
  }

  get #name(): string {
    return `0.0.${this.#version}`
  }

  async #ask({ desktopId }: JoinedMachine): Promise<void> {
    const { desktops } = this.client
    // Until its runner is back, nothing is known of an upgrade.
    await waitFor('it to be older', async () => (await desktops.get(desktopId)).upgrade !== null)
    await desktops.upgrade(desktopId, { now: true })
  }

  async #until(what: string, is: (desktop: Desktop) => boolean): Promise<void> {
    const look = async () => (await this.client.desktops.list()).filter((each) => !is(each))
    try {
      await waitFor(what, async () => (await look()).length === 0, UPGRADED_WITHIN)
    } catch (error) {
      throw new Error(this.#told(await look()), { cause: error })
    }
  }

  #told(desktops: Desktop[]): string {
    const each = desktops.map(({ id, machine, upgrade }) => ({ id, machine, upgrade }))
    return `${JSON.stringify(each)}\n${this.story}`
  }

  async #serveNext(spoilt = ''): Promise<void> {
    this.#version++
    this.#program = this.#versions.program(this.#name, spoilt)
    await this.#restartServer()
  }

  async #restartServer(): Promise<void> {
    const { child, exited } = this.#server?.program ?? {}
    child?.kill('SIGKILL')
    await exited
    const fixed = { MISSION_CONTROL_LOCAL_DESKTOP: 'off', MISSION_CONTROL_RATE_LIMIT: '0' }
    const env = { PORT: this.#port, ...fixed }
    this.#server = await startServer(this.#scope, env, this.#dataDir, this.#program)
  }
}
