import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { cleanUp, type Scope } from '../setup/cleanup.ts'
import { ACTIVITY, openStream, type RawStream } from '../setup/event-stream.ts'
import { KEY, type TestServer } from '../setup/server.ts'
import { ended } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'
import type { Fault } from './harness/fault.ts'
import { Site } from './harness/site.ts'

const STREAMS = 50
const MORE_MEMORY_MIB = 64
/** The server cuts who takes nothing for 30 s; Node gives as long again to who took something at first. */
const CUT_WITHIN_MS = 120_000
/** Prints 15 MiB over 6 s. */
const COMMAND = `i=0; while [ $i -lt 60 ]; do
  i=$((i+1)); head -c 262144 /dev/zero | tr '\\0' x; echo; sleep 0.1
done`
const PROBES = 15

export const slowConsumer: Fault = {
  title: '50 streams that nobody reads are cut, cost little memory, and others are told as quickly',
  rounds: { full: 5, short: 1 },
  minutes: 10,
  async prepare(scope) {
    const site = await Site.start(scope)
    return async (_, scope, { quiet }) => {
      const stream = await openStream(scope, site.server)
      const healthy = readOn(stream)
      const tell = () => whilePrinting(site, () => tellingTime(site, healthy))
      await tell()
      const alone = quiet ? (await tell()).value : 0
      const before = memoryOf(site.server)
      const stalled = await Promise.all(
        Array.from({ length: STREAMS }, () => stall(scope, site.server)),
      )
      const crowded = await whilePrinting(site, async () => {
        const telling = tellingTime(site, healthy)
        const isCut = () => stalled.every((socket) => !isHeld(site.server, socket))
        if (quiet) await waitFor('the stalled streams to be cut', isCut, CUT_WITHIN_MS)
        return await telling
      })
      stream.cut()
      const more = crowded.memory - before
      assert.ok(more <= MORE_MEMORY_MIB, `${more.toFixed(0)} MiB more`)
      const isSlow = quiet && crowded.value > 2 * alone
      assert.ok(!isSlow, `told after ${crowded.value} ms instead of ${alone}`)
    }
  },
}

/** With a command that prints all the while: what `work` gives, and the most memory of the server. */
async function whilePrinting<T>(
  { client, desktop, server }: Site,
  work: () => Promise<T>,
): Promise<{ value: T; memory: number }> {
  const content = COMMAND
  const task = await client.tasks.create({ type: 'command', content, desktopId: desktop.id })
  await client.tasks.run(task.id)
  let memory = 0
  const watch = setInterval(() => {
    memory = Math.max(memory, memoryOf(server))
  }, 20)
  try {
    const value = await work()
    assert.equal((await ended(client, task.id)).status, 'done')
    return { value, memory }
  } finally {
    clearInterval(watch)
  }
}

/** From a request to its event, the median in ms. */
async function tellingTime({ client, desktop }: Site, healthy: Reader): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < PROBES; i++) {
    const begun = performance.now()
    const content = 'true'
    const task = await client.tasks.create({ type: 'command', content, desktopId: desktop.id })
    await healthy.told(task.id)
    times.push(performance.now() - begun)
    await sleep(200)
  }
  return times.sort((one, other) => one - other)[Math.floor(PROBES / 2)]!
}

interface Reader {
  /** Resolves once the stream has told that the task was created. */
  told(taskId: string): Promise<void>
}

/** Takes whatever comes, as soon as it comes, also while nobody waits for any of it. */
function readOn(stream: RawStream): Reader {
  const told = new Map<string, PromiseWithResolvers<void>>()
  const of = (taskId: string) => {
    const known = told.get(taskId) ?? Promise.withResolvers<void>()
    told.set(taskId, known)
    return known
  }
  const reading = (async () => {
    for (let frame = await stream.next(); frame !== null; frame = await stream.next()) {
      if (frame.data.type === 'task.created') of(frame.data.payload.taskId).resolve()
    }
    throw new Error('the stream of the healthy reader ended')
  })()
  // Its end is a failure only to who still waits.
  reading.catch(() => undefined)
  return { told: (taskId) => Promise.race([of(taskId).promise, reading]) }
}

/** Asks for the stream and reads nothing of it. */
async function stall(scope: Scope, { url }: TestServer): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => socket.destroy())
  cleanUp(scope, () => void socket.destroy())
  await once(socket, 'connect')
  socket.pause()
  socket.write(`GET ${ACTIVITY} HTTP/1.1\r\nhost: ${hostname}\r\nx-api-key: ${KEY}\r\n\r\n`)
  return socket
}

/** Whether the server has this connection open, by the kernel's table of them. */
function isHeld({ url }: TestServer, { localPort = 0 }: Socket): boolean {
  const hex = (port: number) => port.toString(16).toUpperCase().padStart(4, '0')
  const established = new RegExp(`:${hex(Number(new URL(url).port))} \\w+:${hex(localPort)} 01 `)
  return established.test(readFileSync('/proc/net/tcp', 'latin1'))
}

/** Resident, in MiB. */
function memoryOf({ program }: TestServer): number {
  const status = readFileSync(`/proc/${program.pid}/status`, 'latin1')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
}
