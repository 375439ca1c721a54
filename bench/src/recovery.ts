import { cpSync } from 'node:fs'
import { join } from 'node:path'
import type { Bench } from './bench.ts'
import { summarise } from './measure.ts'
import { age } from './ours/age.ts'
import { fill } from './ours/fill.ts'
import { useOnce } from './ours/first-use.ts'
import { OURS_SETUP, type OurServer, startServer } from './ours/server.ts'
import { temporaryFolder } from './places.ts'
import { alternate } from './rounds.ts'

const FINISHED = 100_000
const RUNNING = 1_000
const DESKTOPS = 20

export const recovery: Bench = {
  id: 'recovery',
  title:
    'killed → listening again, with 100,000 finished and 1,000 running tasks; against an empty database',
  rounds: 7,
  run: async (context) => {
    using full = temporaryFolder('full')
    using empty = temporaryFolder('empty')
    await useOnce(context, empty.path)
    cpSync(join(empty.path, 'data'), join(full.path, 'data'), { recursive: true })
    context.say(`filling a server with ${FINISHED + RUNNING} tasks`)
    {
      await using server = await startServer(context, full.path)
      for (let i = 1; i <= DESKTOPS; i++) await server.client.desktops.create({ name: `away ${i}` })
      await fill(server, FINISHED + RUNNING)
    }
    age(join(full.path, 'data'), RUNNING)
    const restart = async (folder: string, running: number) => {
      await using server = await startServer(context, folder)
      if ((await runningTasks(server)) !== running) throw new Error('Tasks are missing')
      // As it is lost: what a stop would tidy up is left to the next start.
      process.kill(server.program.pid, 'SIGKILL')
      return server.startMs
    }
    const rounds = await alternate(context, {
      ours: () => restart(full.path, RUNNING),
      peer: () => restart(empty.path, 0),
    })
    const target = { of: 'ours', bound: 'at most', value: 1000 } as const
    return {
      measures: [summarise('start → first authenticated 200', 'ms', rounds, target)],
      how: `Ours: ${OURS_SETUP}; killed with SIGKILL and started again on the same directory, timed from the start of the process until GET tasks answers 200, asked every millisecond. ${RUNNING} tasks run on ${DESKTOPS} desktops whose runners are away. Peer: the same with a database that has seen one task.`,
    }
  },
}

async function runningTasks({ client }: OurServer): Promise<number> {
  const { board } = await client.board.get()
  return board.overview.tasks.running
}
