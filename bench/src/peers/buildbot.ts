import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Context } from '../bench.ts'
import { temporaryFolder } from '../places.ts'
import { complete, launch, type Program } from '../program.ts'
import { freePort, until } from '../wait.ts'
import { need } from './debian.ts'

export const BUILDBOT_SETUP =
  "Debian's buildbot-worker, connected to a minimal master on loopback and idle"

export interface Buildbot extends AsyncDisposable {
  /** Starts a worker in a new folder; resolves when the master has it. */
  startWorker: () => Promise<Program>
}

const NAME = 'bench'
const PASSWORD = 'bench'

/** A master on a loopback port with nothing to build; it wants a builder and a scheduler all the same. */
export async function startBuildbot(context: Context): Promise<Buildbot> {
  await need(context, 'buildbot-worker', '/usr/bin/buildbot-worker')
  await need(context, 'buildbot', '/usr/bin/buildbot')
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(temporaryFolder('buildbot')).path
  const port = await freePort()
  const base = join(folder, 'master')
  await complete('buildbot', ['create-master', '--quiet', base])
  writeFileSync(join(base, 'master.cfg'), settings(port))
  await complete('buildbot', ['upgrade-master', '--quiet', base])
  const master = stack.use(launch(folder, 'buildbot', ['start', '--nodaemon', base]))
  await until('the buildbot master', () => {
    master.check()
    return logHas(join(base, 'twistd.log'), 'BuildMaster is running')
  })
  let workers = 0
  const startWorker = async () => {
    const worker = join(folder, `worker-${++workers}`)
    const create = ['create-worker', '--quiet', worker, `127.0.0.1:${port}`, NAME, PASSWORD]
    await complete('buildbot-worker', create)
    const program = launch(folder, 'buildbot-worker', ['start', '--nodaemon', worker])
    await until('the buildbot worker to be connected', () => {
      program.check()
      return logHas(join(worker, 'twistd.log'), 'worker is ready')
    })
    return program
  }
  const kept = stack.move()
  return { startWorker, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

const settings = (port: number) => `
from buildbot.plugins import schedulers, util, worker
c = BuildmasterConfig = {
    'workers': [worker.Worker('${NAME}', '${PASSWORD}')],
    'protocols': {'pb': {'port': 'tcp:${port}:interface=127.0.0.1'}},
    'schedulers': [schedulers.ForceScheduler(name='force', builderNames=['none'])],
    'builders': [util.BuilderConfig(name='none', workernames=['${NAME}'], factory=util.BuildFactory())],
    'db': {'db_url': 'sqlite:///state.sqlite'},
    'buildbotNetUsageData': None,
}
`

/** True or undefined, as `until` asks. */
function logHas(path: string, text: string): true | undefined {
  return (existsSync(path) && readFileSync(path, 'utf8').includes(text)) || undefined
}
