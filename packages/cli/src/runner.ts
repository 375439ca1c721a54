import { once } from 'node:events'
import { agentOfFolder, RefusedError, type Runner, startRunner } from '@mission-control/runner'
import { StartError } from '@mission-control/server/start-error'
import { pino } from 'pino'
import { checked } from './checked.ts'
import { CommandError } from './command-error.ts'
import { concurrencyOf } from './concurrency.ts'
import { warnOfFirst } from './first-process.ts'
import { lockFolder, releaseFolder } from './folder-lock.ts'
import { readJoined } from './join/joined.ts'
import { stateTeller } from './join/runner-state.ts'
import { keptCredential } from './kept-credential.ts'
import { prepareFolder } from './prepare-folder.ts'
import { print } from './print.ts'
import { desktopIdOf, type FolderOptions, folderOf } from './runner-folder.ts'
import { stopSignal } from './signals.ts'
import { untilGranted } from './until-granted.ts'
import { checkPromise, confirm } from './upgrade/confirm.ts'
import { watchVersion } from './upgrade/probation.ts'
import { Upgrader } from './upgrade/upgrader.ts'

const FOLDER = "runner's folder"

/** The exit code of a runner that the server will never take: don't start it again. */
const REFUSED_EXIT_CODE = 3
/** How long an earlier runner that is just ending may take to release the folder, in ms. */
const LOCK_WITHIN = 3_000

/** What a version on trial says of itself. */
const ON_TRIAL = {
  state: { obstacle: null, failed: null, trial: true },
  take: () => undefined,
}

export interface RunnerOptions extends FolderOptions {
  /** The server's address; by default the one that the folder has joined. */
  server?: string
  workDir?: string
  concurrency?: string
  passEnv?: string
  untilStdinEnds?: true
  trial?: true
}

/** This machine as a desktop, in the foreground, until Ctrl-C or TERM. Its commands outlive it. */
export async function runRunner(options: RunnerOptions): Promise<void> {
  const isBound = options.untilStdinEnds || options.trial
  const stopped = Promise.race([stopSignal(), ...(isBound ? [stdinEnded()] : [])])
  warnOfFirst()
  const given = options.credential?.trim()
  // A machine that has joined knows its server by its folder, where that can be told.
  const isNamed = options.dir || given
  const granted = <T>(work: () => T) => untilGranted(FOLDER, folderOf(options), work)
  const joined = isNamed ? await granted(() => readJoined(folderOf(options))) : undefined
  const serverUrl = serverUrlOf(options.server ?? joined?.server)
  const dir = folderOf(options)
  prepareFolder(dir, FOLDER, 'Name one that can with --dir.')
  // Until the runner has begun, there is nothing to stop in order.
  let begun = false
  void stopped.then(() => begun || process.exit(0))
  const taken = `Another runner runs in ${dir}. Stop it, or give this one a folder of its own with --dir.`
  await granted(() => lockFolder(dir, taken, LOCK_WITHIN))
  const credential = await granted(() =>
    keptCredential(dir, given, (text) => process.stderr.write(`${text}\n`)),
  )
  await granted(() => (options.trial ? checkPromise(dir) : watchVersion(dir, REFUSED_EXIT_CODE)))
  const tell = options.trial ? () => undefined : stateTeller(dir)
  tell({ state: 'starting', words: '' })
  const upgrader = await granted(
    () =>
      new Upgrader({
        dir,
        serverUrl,
        fetched: () => void runner.handOver(),
        failed: () => runner.reconnect(),
      }),
  )
  const runner: Runner = await granted(() =>
    startRunner({
      dir,
      credential: credential.value,
      serverUrl,
      desktopId: desktopIdOf(credential.value),
      workDir:
        options.workDir &&
        prepareFolder(options.workDir, 'working directory', 'Name one that can with --work-dir.'),
      concurrency: concurrencyOf(options.concurrency),
      agent: checked(() => agentOfFolder(dir, process.env)),
      upgrade: options.trial ? ON_TRIAL : upgrader,
      passEnv: options.passEnv?.split(',').map((name) => name.trim()),
      log: pino(
        { level: process.env.MISSION_CONTROL_LOG_LEVEL || 'warn' },
        pino.destination(2).on('error', () => undefined),
      ),
      onState: (state, name) => {
        if (state === 'connected') credential.accepted()
        tell({ state, words: name })
        print(`${state} (${serverUrl})`)
        if (state === 'connected' && options.trial) {
          confirm()
          void runner.handOver()
        }
      },
    }),
  )
  begun = true
  const stopping = new AbortController()
  stopped.then(() => {
    stopping.abort()
    return runner.stop()
  })
  try {
    await runner.closed
    releaseFolder(dir)
    await upgrader.goOn(stopping.signal)
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error
    process.stderr.write(`${error.message}\n`)
    tell({ state: 'refused', words: error.message })
    process.exit(REFUSED_EXIT_CODE)
  }
  process.exit(0)
}

/** Whoever started this runner holds the other end, and is gone when it ends. */
async function stdinEnded(): Promise<void> {
  process.stdin.resume()
  await once(process.stdin, 'end')
}

function serverUrlOf(server: string | undefined): string {
  if (server === undefined) {
    throw new CommandError('usage', "required option '--server <url>' not specified")
  }
  if (!URL.canParse(server) || !/^https?:$/.test(new URL(server).protocol)) {
    throw new StartError(
      `--server must be an address such as http://127.0.0.1:3000, got ${server}.`,
    )
  }
  return server
}
