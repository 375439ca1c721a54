import { join } from 'node:path'
import type { Bench, Context } from './bench.ts'
import { summarise } from './measure.ts'
import { environmentOf, packed } from './ours/packed.ts'
import { endProcessesOf } from './ours/processes.ts'
import { OURS_SETUP, type OurServer, startServer } from './ours/server.ts'
import { ANSIBLE_SETUP, openAnsible } from './peers/ansible.ts'
import { temporaryFolder } from './places.ts'
import { complete, launch, type Program } from './program.ts'
import { alternate } from './rounds.ts'
import { until } from './wait.ts'

const DESKTOPS = 20
const LABEL = 'fleet=20'

export const fleet20: Bench = {
  id: 'fleet-20',
  title: 'one command on 20 desktops by `mission-control run -l`, against `ansible -f 20`',
  rounds: 7,
  async run(context) {
    using folder = temporaryFolder('server')
    const main = await packed(folder.path)
    await using server = await startServer(context, folder.path)
    await using fleet = await startFleet(context, server, main)
    await using ansible = await openAnsible(context, DESKTOPS)
    const env = environmentOf(server, folder.path)
    const timed = async (work: () => Promise<void>) => {
      const start = performance.now()
      fleet.check()
      await work()
      return performance.now() - start
    }
    const ours = () => complete(process.execPath, [main, 'run', '-l', LABEL, '--', 'true'], env)
    await ours()
    await ansible.run('shell', 'true')
    const rounds = await alternate(context, {
      ours: () => timed(ours),
      shell: () => timed(() => ansible.run('shell', 'true')),
      raw: () => timed(() => ansible.run('raw', 'true')),
    })
    const against = (peer: 'shell' | 'raw') =>
      rounds.map((round) => ({ ours: round.ours, peer: round[peer] }))
    const atMost = (value: number) => ({ of: 'ratio', bound: 'at most', value }) as const
    return {
      measures: [
        summarise('against the module shell', 'ms', against('shell'), atMost(0.067)),
        summarise('against the module raw', 'ms', against('raw'), atMost(0.143)),
      ],
      how: `\`true\` on ${DESKTOPS} desktops, each side as a whole process, one after another. Ours: ${OURS_SETUP}; ${DESKTOPS} runners beside it, and the command line of the package, its compiled code cached. Peer: ${ANSIBLE_SETUP}.`,
    }
  },
}

/** Runners in folders of their own, connected when it resolves. */
async function startFleet(context: Context, { client, url }: OurServer, main: string) {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(temporaryFolder('fleet')).path
  stack.defer(() => endProcessesOf(folder))
  context.say(`starting ${DESKTOPS} runners`)
  const runners: Program[] = []
  for (let at = 0; at < DESKTOPS; at++) {
    const { credential } = await client.desktops.create({ name: `fleet-${at}`, labels: [LABEL] })
    const own = stack.use(temporaryFolder('runner')).path
    const args = [main, 'runner', '--server', url, '--dir', join(folder, `${at}`)]
    const runner = launch(own, process.execPath, args, { MISSION_CONTROL_CREDENTIAL: credential })
    runners.push(stack.use(runner))
  }
  const check = () => {
    for (const runner of runners) runner.check()
  }
  await until('the fleet to connect', async () => {
    check()
    const all = await client.desktops.list()
    return (
      all.filter(({ status, labels }) => labels.includes(LABEL) && status === 'running').length ===
        DESKTOPS || undefined
    )
  })
  const kept = stack.move()
  return { check, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}
