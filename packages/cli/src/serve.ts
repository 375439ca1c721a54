import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { agentFromEnvironment } from '@mission-control/runner/agent-from-environment'
import { keeperStatus } from '@mission-control/runner/keeper-status'
import { type RunningServer, readConfig, startServer, VERSION } from '@mission-control/server'
import { checked } from './checked.ts'
import { concurrencyOf } from './concurrency.ts'
import { warnOfFirst } from './first-process.ts'
import { lockFolder } from './folder-lock.ts'
import { prepareFolder } from './prepare-folder.ts'
import { print } from './print.ts'
import { stopSignal } from './signals.ts'
import { untilGranted } from './until-granted.ts'

/** A stop takes this long at most, in ms. */
const STOP_WITHIN = 9_000
/** How long the first lines wait for this machine to have joined, in ms. */
const JOIN_WITHIN = 5_000

const WEB_DIR = fileURLToPath(new URL('../../web/dist', import.meta.url))

/** A compiled program packs itself. One that runs from the sources has to be compiled first. */
function packageCommand(file: string): string[] {
  if (import.meta.filename.endsWith('.js')) {
    return [process.execPath, process.argv[1] as string, 'archive', file]
  }
  const pack = fileURLToPath(new URL('../../package/src/main.ts', import.meta.url))
  return [process.execPath, pack, '--for-runners', file]
}

/**
 * What is garbage takes at most so much of what is in use, in percent, before it is collected. The
 * engine's own choice lets it grow to three times as much: a server that has been busy once would keep
 * 100 MiB for nothing.
 */
const GARBAGE = 50

/** The server in the foreground, until Ctrl-C or TERM. */
export async function serve(): Promise<void> {
  setFlagsFromString(`--heap-growing-percent=${GARBAGE}`)
  const stopped = stopSignal()
  warnOfFirst()
  const config = readConfig(process.env)
  if (config.localDesktop) {
    // Check the variables of this machine's runner here: the runner could only complain in the log.
    concurrencyOf(process.env.MISSION_CONTROL_CONCURRENCY)
    checked(() => agentFromEnvironment(process.env))
  }
  const dataDir = prepareFolder(
    config.dataDir,
    'data directory',
    'Set MISSION_CONTROL_DATA_DIR to one that can.',
  )
  // Until the server listens, there is nothing to stop in order.
  let started = false
  void stopped.then(() => started || process.exit(0))
  const taken = `Another Mission Control runs on the data directory ${dataDir}. Stop it, or set MISSION_CONTROL_DATA_DIR to another.`
  await untilGranted('data directory', dataDir, () => lockFolder(dataDir, taken))
  const server = await startServer(
    { ...config, dataDir, webDir: WEB_DIR, packageCommand },
    ({ dir, serverUrl }) => [
      process.execPath,
      ...process.execArgv,
      process.argv[1] as string,
      'runner',
      '--server',
      serverUrl,
      '--dir',
      dir,
      '--until-stdin-ends',
    ],
  )
  started = true
  await greet(server)

  const outdated = await Promise.race([stopped.then(() => null), server.outdated])
  if (outdated !== null) process.stderr.write(`${outdated}\n`)
  print('\nStopping ...')
  await server.drain()
  await Promise.race([server.stop(), sleep(STOP_WITHIN, undefined, { ref: false })])
  print(await farewell(server))
  process.exit(outdated === null ? 0 : 1)
}

async function greet(server: RunningServer): Promise<void> {
  const joined = await server.localDesktopReady(JOIN_WITHIN)
  print(`\nMission Control ${VERSION}\n`)
  print(`  Address   ${server.url}`)
  if (server.newKey) print(`  API key   ${server.newKey}   (shown only now: keep it)`)
  print(dashboardLine(server))
  if (server.localDesktop) {
    print(
      `  Desktop   ${server.localDesktop.id}   (this machine${joined ? '' : ', not connected yet'})`,
    )
    print(`\nTry it:\n\n${exampleFor(server.url, server.newKey, server.localDesktop.id)}`)
  }
  print('\nCtrl-C stops the server; running commands go on.')
}

function dashboardLine({ dashboard }: RunningServer): string {
  const hint = dashboard.needsSetUp ? '   (one time: choose your e-mail and password)' : ''
  return `  Dashboard ${dashboard.url}${hint}`
}

/** One line to paste: creates a task and runs it. */
function exampleFor(url: string, key = '$API_KEY', desktopId: string): string {
  const body = JSON.stringify({
    run: true,
    tasks: [{ type: 'command', content: 'uname -a', desktopId }],
  })
  return `  curl -s ${url}/api/mission-control/tasks/batch -H "x-api-key: ${key}" -H 'content-type: application/json' -d '${body}'`
}

/** The last line of output: what goes on without the server, and how to end it. */
async function farewell({ localDesktop }: RunningServer): Promise<string> {
  const keeper = localDesktop && (await keeperStatus(localDesktop.dir))
  if (!keeper || keeper.runs === 0) return 'Stopped. No command is running.'
  const commands =
    keeper.runs === 1 ? '1 running command goes' : `${keeper.runs} running commands go`
  return `Stopped. ${commands} on without the server; the next start adopts what still runs (to end it all now: kill -INT ${keeper.pid}).`
}
