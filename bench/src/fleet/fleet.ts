import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createClient } from '@mission-control/client'
import { until } from '../wait.ts'
import type { Crew, Report } from './messages.ts'
import type { Machine } from './runner.ts'

export interface FleetRequest {
  /** Of one server, or of several among which the desktops are spread. */
  servers: string[]
  key: string
  desktops: number
  /** Among how many processes the desktops are spread. */
  processes: number
  /** How many desktops begin to connect each second. */
  connectsPerSecond: number
}

/** The label by which whatever is left of a fleet can be found and removed. */
const LABEL = 'fleet=simulated'

/** Requests that are under way at a time while desktops are created or removed. */
const AT_ONCE = 16
/** How long all may take to connect beyond what their pace asks for, in seconds. */
const PATIENCE = 60

/** Simulated desktops that are connected to a server, each by a real connection of the real protocol. */
export class Fleet implements AsyncDisposable {
  readonly #request: FleetRequest
  readonly #machines: Machine[]
  readonly #children: ChildProcess[] = []
  #turn = 0
  /** When each task's run began on its desktop, by the clock that all processes share. */
  readonly started = new Map<string, number>()
  connected = 0
  /** Connections that have ended, and why the last one has. */
  cuts = 0
  lastCut = ''
  /** Runs that were begun a second time: there must be none. */
  startedTwice = 0

  private constructor(request: FleetRequest, machines: Machine[]) {
    this.#request = request
    this.#machines = machines
  }

  /** Creates the desktops and connects them; all are connected when it resolves. */
  static async open(request: FleetRequest, signal?: AbortSignal): Promise<Fleet> {
    const fleet = new Fleet(request, [])
    try {
      await fleet.#create(signal)
      await fleet.#connect(signal)
      return fleet
    } catch (error) {
      await fleet.close()
      throw error
    }
  }

  get desktopIds(): string[] {
    return this.#machines.map(({ id }) => id)
  }

  /** Each in its turn. */
  nextDesktopId(): string {
    return this.#machines[this.#turn++ % this.#machines.length]!.id
  }

  /** The processes that the desktops are in. */
  get pids(): number[] {
    return this.#children.flatMap(({ pid }) => pid ?? [])
  }

  /** They say goodbye, and are removed from the server. */
  async close(): Promise<void> {
    await this.leave()
    const client = this.#client()
    await eachOf(this.#machines.splice(0), ({ id }) => client.desktops.delete(id))
  }

  /** They say goodbye. */
  async leave(): Promise<void> {
    for (const child of this.#children) if (child.connected) child.disconnect()
    await Promise.all(this.#children.map((child) => child.exitCode ?? once(child, 'exit')))
    this.#children.length = 0
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #client() {
    return createClient({ baseUrl: this.#request.servers[0]!, apiKey: this.#request.key })
  }

  async #create(signal?: AbortSignal): Promise<void> {
    const { servers, desktops } = this.#request
    const client = this.#client()
    await eachOf(
      Array.from({ length: desktops }, (_, i) => i),
      async (i) => {
        signal?.throwIfAborted()
        const name = `simulated-${String(i + 1).padStart(String(desktops).length, '0')}`
        const { id, credential } = await client.desktops.create({ name, labels: [LABEL] })
        this.#machines.push({ id, credential, url: servers[i % servers.length]! })
      },
    )
  }

  async #connect(signal?: AbortSignal): Promise<void> {
    const { desktops, processes, connectsPerSecond } = this.#request
    const crews = Array.from({ length: Math.min(processes, desktops) }, (_, i) =>
      this.#machines.filter((_, n) => n % processes === i),
    )
    for (const machines of crews) {
      const child = fork(join(import.meta.dirname, 'program.ts'), { serialization: 'json' })
      child.on('message', (said) => this.#hear(said as Report))
      const crew: Crew = { machines, connectsPerSecond: connectsPerSecond / crews.length }
      child.send(crew)
      this.#children.push(child)
    }
    await until(
      'all simulated desktops to be connected',
      () => {
        signal?.throwIfAborted()
        return this.connected === desktops || undefined
      },
      { seconds: desktops / connectsPerSecond + PATIENCE },
    ).catch((error) => {
      const why = this.lastCut && ` The last connection that ended: ${this.lastCut}.`
      throw new Error(`${error.message}: ${this.connected} of ${desktops} are.${why}`)
    })
  }

  #hear(said: Report): void {
    if (said.kind === 'connected') this.connected++
    else if (said.kind === 'disconnected') {
      if (said.wasConnected) this.connected--
      this.cuts++
      this.lastCut = said.why
    } else {
      if (!said.isFirst || this.started.has(said.taskId)) this.startedTwice++
      else this.started.set(said.taskId, said.at)
    }
  }
}

async function eachOf<T>(all: T[], work: (each: T) => Promise<unknown>): Promise<void> {
  const rest = [...all]
  const worker = async () => {
    for (let each = rest.shift(); each !== undefined; each = rest.shift()) await work(each)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}
