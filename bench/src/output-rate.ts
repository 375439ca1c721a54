import { createHash } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Bench } from './bench.ts'
import { median, summarise, summariseAlone } from './measure.ts'
import { forgetPeak, idleMemory, peakMemory } from './memory.ts'
import { useOnce } from './ours/first-use.ts'
import { lines, type Printed, print, takeBack } from './ours/output.ts'
import { commandLine, processesOf, processorTime } from './ours/processes.ts'
import { OURS_SETUP, startServer } from './ours/server.ts'
import { startBuildbot } from './peers/buildbot.ts'
import { openSsh, SSH_SETUP } from './peers/ssh.ts'
import { temporaryFolder } from './places.ts'
import { alternate } from './rounds.ts'

const MB = 1_000_000
/** In a round, in MB. */
const PRINTED = 200
/** By buildbot, which takes seconds for it. */
const PRINTED_SLOWLY = 20
/** Once, to see that memory doesn't grow with what is printed: so many times as much. */
const TIMES = 10

export const outputRate: Bench = {
  id: 'output-rate',
  title: '200 MB printed → stored, fsynced, hash equal, against ssh → file + fsync',
  rounds: 5,
  run: async (context) => {
    using folder = temporaryFolder('output')
    const large = lines(folder, 'large', PRINTED)
    await useOnce(context, folder.path)
    await using server = await startServer(context, folder.path, {
      MISSION_CONTROL_OUTPUT_LIMIT: `${2 * TIMES * PRINTED * MB}`,
    })
    await using ssh = await openSsh(context)
    const small = lines(folder, 'small', PRINTED_SLOWLY)
    await using buildbot = await startBuildbot(context)
    await using _worker = await buildbot.startWorker()
    const { pid } = server.program
    const idle = (await idleMemory([pid])).rss
    // The keeper is there from the first command on.
    await print(server, 'true')
    const pids = [pid, ...processesOf(folder.path).filter((other) => other !== pid)]
    const rounds = await alternate(context, {
      ours: async () => {
        for (const pid of pids) forgetPeak(pid)
        const before = pids.map(processorTime)
        const { id, ms } = await print(server, `cat ${large.path}`)
        const peaks = pids.map(peakMemory)
        const processor = pids.map((pid, i) => processorTime(pid) - before[i]!)
        if ((await takeBack(server, id)) !== large.sha256)
          throw new Error('It was not stored whole')
        return { rate: (PRINTED * 1000) / ms, peaks, processor }
      },
      ssh: () => throughSsh(ssh, large, join(folder.path, 'ssh.out')),
      buildbot: async () => (PRINTED_SLOWLY * 1000) / (await buildbot.print(small.path)),
    })
    const against = (peer: 'ssh' | 'buildbot') =>
      rounds.map((round) => ({ ours: round.ours.rate, peer: round[peer] }))
    const atLeast = (value: number) => ({ of: 'ratio', bound: 'at least', value }) as const
    const grown = rounds.map((round) => (round.ours.peaks[0] ?? 0) - idle)
    context.say(`printing ${TIMES} times as much`)
    for (const pid of pids) forgetPeak(pid)
    await print(server, `for i in $(seq ${TIMES}); do cat ${large.path}; done`)
    const peaksOfMuch = pids.map(peakMemory)
    const more = (process: number) =>
      peaksOfMuch[process]! - median(rounds.map((round) => round.ours.peaks[process]!))
    const flat = { bound: 'at most', value: 16 } as const
    return {
      measures: [
        summarise('stored', 'MB/s', against('ssh'), atLeast(0.5)),
        summarise('stored, against buildbot', 'MB/s', against('buildbot'), atLeast(15)),
        summariseAlone('server, peak over idle', 'MiB', grown, {
          bound: 'at most',
          value: 64,
        }),
        summariseAlone(`server, peak at ${TIMES} × as much, more`, 'MiB', [more(0)], flat),
        summariseAlone(`runner, peak at ${TIMES} × as much, more`, 'MiB', [more(1)], flat),
      ],
      detail: {
        idle,
        processes: pids.map(commandLine),
        peaks: rounds.map((round) => round.ours.peaks),
        peaksOfMuch,
        processorMs: rounds.map((round) => round.ours.processor),
      },
      how: `Ours: ${OURS_SETUP}; output limit raised; \`cat\` of ${PRINTED} MB of lines, timed from POST run to the task's end, then read back and compared by SHA-256. Peer: ${SSH_SETUP}, \`cat\` of the same file into a file with an fsync. buildbot: Debian's master and one worker on loopback, a step that prints ${PRINTED_SLOWLY} MB, timed from its start to that of the next step. Peak memory is VmHWM, while it is printed; at the end ${TIMES} times as much is printed once.`,
    }
  },
}

async function throughSsh(
  ssh: Awaited<ReturnType<typeof openSsh>>,
  { path, sha256 }: Printed,
  into: string,
): Promise<number> {
  const file = openSync(into, 'w')
  const begun = performance.now()
  await ssh.print(`cat ${path}`, file)
  fsyncSync(file)
  const ms = performance.now() - begun
  closeSync(file)
  const got = createHash('sha256').update(readFileSync(into)).digest('hex')
  if (got !== sha256) throw new Error('ssh brought something else')
  return (PRINTED * 1000) / ms
}
