import { existsSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
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
  /** Has a worker print the file into a step's log; ms from the step's start to that of the next one. */
  print: (path: string) => Promise<number>
}

const NAME = 'bench'
const PASSWORD = 'bench'

/** A master on a loopback port whose one builder prints a file when a change is sent. */
export async function startBuildbot(context: Context): Promise<Buildbot> {
  await need(context, 'buildbot-worker', '/usr/bin/buildbot-worker')
  await need(context, 'buildbot', '/usr/bin/buildbot')
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(temporaryFolder('buildbot')).path
  const port = await freePort()
  const base = join(folder, 'master')
  await complete('buildbot', ['create-master', '--quiet', base])
  writeFileSync(join(base, 'master.cfg'), settings(port, folder))
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
  const print = async (path: string) => {
    const [printed, begun, done] = ['printed', 'begun', 'done'].map((name) => join(folder, name))
    for (const left of [printed!, begun!, done!]) rmSync(left, { force: true })
    symlinkSync(path, printed!)
    const to = ['--master', `127.0.0.1:${port}`, '--auth', 'change:changepw']
    await complete('buildbot', ['sendchange', ...to, '--who', NAME, '--vc', 'git', 'file'])
    await until('buildbot to have printed', () => existsSync(done!) || undefined, { seconds: 120 })
    const expected = readFileSync(path, 'latin1').split('\n').length - 1
    if (longestLog(join(base, 'state.sqlite')) < expected) throw new Error('buildbot lost lines')
    return statSync(done!).mtimeMs - statSync(begun!).mtimeMs
  }
  const kept = stack.move()
  return { startWorker, print, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

const settings = (port: number, folder: string) => `
from buildbot.plugins import changes, schedulers, steps, util, worker
def run(*command):
    return steps.ShellCommand(command=list(command))
factory = util.BuildFactory([
    run('touch', '${folder}/begun'), run('cat', '${folder}/printed'), run('touch', '${folder}/done')
])
c = BuildmasterConfig = {
    'workers': [worker.Worker('${NAME}', '${PASSWORD}')],
    'protocols': {'pb': {'port': 'tcp:${port}:interface=127.0.0.1'}},
    'change_source': [changes.PBChangeSource()],
    'schedulers': [schedulers.AnyBranchScheduler(name='any', builderNames=['print'])],
    'builders': [util.BuilderConfig(name='print', workernames=['${NAME}'], factory=factory)],
    'db': {'db_url': 'sqlite:///state.sqlite'},
    'buildbotNetUsageData': None,
}
`

/** In lines. */
function longestLog(database: string): number {
  const connection = new DatabaseSync(database, { readOnly: true })
  const row = connection.prepare('select max(num_lines) as most from logs').get()
  connection.close()
  return Number(row?.most)
}

/** True or undefined, as `until` asks. */
function logHas(path: string, text: string): true | undefined {
  return (existsSync(path) && readFileSync(path, 'utf8').includes(text)) || undefined
}
