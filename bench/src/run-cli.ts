import { spawn } from 'node:child_process'
import type { Bench } from './bench.ts'
import { median, summarise, summariseAlone } from './measure.ts'
import { timeEach } from './operations.ts'
import { useOnce } from './ours/first-use.ts'
import { environmentOf, packed } from './ours/packed.ts'
import { OURS_SETUP, startServer } from './ours/server.ts'
import { openSsh, SSH_SETUP } from './peers/ssh.ts'
import { temporaryFolder } from './places.ts'
import { alternate } from './rounds.ts'

const WARM_UP = 5
/** Per side and round. */
const OPERATIONS = 20

export const runCli: Bench = {
  id: 'run-cli',
  title: '`mission-control run -d NAME -- true` as a whole process, against warm ssh',
  rounds: 11,
  async run(context) {
    using folder = temporaryFolder('server')
    await useOnce(context, folder.path)
    await using server = await startServer(context, folder.path)
    await using ssh = await openSsh(context)
    const { name } = await server.client.desktops.get(server.desktopId)
    const env = { ...process.env, ...environmentOf(server, folder.path) }
    const main = await packed(folder.path)
    const ours = () => succeed([main, 'run', '-d', name, '--', 'true'], env)
    const node = () => succeed(['-e', '0'], env)
    const list = () => succeed([main, 'tasks', 'list'], env)
    for (const each of [ours, ssh.once, node, list]) await timeEach(each, WARM_UP)
    const rounds = await alternate(context, {
      ours: async () => median(await timeEach(ours, OPERATIONS)),
      ssh: async () => median(await timeEach(ssh.once, OPERATIONS)),
      node: async () => median(await timeEach(node, OPERATIONS)),
      list: async () => median(await timeEach(list, OPERATIONS)),
    })
    const pairs = rounds.map((round) => ({ ours: round.ours, peer: round.ssh }))
    const started = rounds.map((round) => ({ ours: round.node, peer: round.ssh }))
    return {
      measures: [
        summarise('p50', 'ms', pairs, { of: 'ratio', bound: 'at most', value: 2 }),
        summarise('p50 of `node -e 0`, which is in it', 'ms', started),
        summariseAlone(
          'p50 of `mission-control tasks list`, beyond that of `node -e 0`',
          'ms',
          rounds.map((round) => round.list - round.node),
          { bound: 'at most', value: 150 },
        ),
      ],
      how: `${OPERATIONS} operations a side and round, one after another. Ours: ${OURS_SETUP}; each operation spawns Node with the command line of the package, its compiled code cached. Peer: ${SSH_SETUP}.`,
    }
  },
}

function succeed(args: string[], env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: 'ignore', env })
    child.once('error', reject)
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${args.join(' ')} exited with ${code}`)),
    )
  })
}
