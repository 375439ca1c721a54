import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ownFolder, readDurable, writeDurably } from '@mission-control/durable'
import { hashSecret, newCredential } from './auth/secrets.ts'
import type { Caller, Core } from './core.ts'
import { createDesktop } from './desktops/create.ts'
import { removeDesktop } from './desktops/remove.ts'
import { listLocalDesktops, updateDesktop } from './store/desktops.ts'

/** How the composition root starts a runner: program and arguments for a folder and an address. */
export type RunnerCommand = (options: { dir: string; serverUrl: string }) => string[]

/** A runner exits with this code when it was refused for good: don't start it again. */
const REFUSED_EXIT_CODE = 3
/** How long a runner that the server stops may take to say goodbye, in ms. */
const GOODBYE_WITHIN = 5_000
const RESTART_AFTER_MS = 1_000

export interface LocalDesktop {
  id: string
  /** The runner's folder. */
  dir: string
}

/**
 * The desktop that this machine is, registered at the first start. Its credential lies in the
 * runner's folder; where that folder is gone a new desktop takes its place, because only the folder's
 * journal could tell what has been started already. Where only the credential is gone, as a full disk
 * or a slip may leave it, the desktop gets a new one.
 */
export async function ensureLocalDesktop(
  core: Core,
  owner: Caller,
  dataDir: string,
): Promise<LocalDesktop> {
  const dirOf = (id: string) => join(dataDir, 'desktops', id)
  const locals = await listLocalDesktops(core.store.db)
  const isHere = (id: string) =>
    ['credential', 'journal'].some((name) => existsSync(join(dirOf(id), name)))
  const known = locals.find(({ id }) => isHere(id))
  if (known) {
    const local = { id: known.id, dir: dirOf(known.id) }
    await mendCredential(core, local, known.credential_hash)
    return local
  }
  // If the database is shared, the other local desktops belong to other servers.
  const gone = core.shared ? [] : locals
  for (const { id, workspace_id } of gone) await removeDesktop(core, workspace_id, id)
  const name = hostname().slice(0, 100) || 'this machine'
  const { id, credential } = await createDesktop(core, owner, { name }, true)
  const dir = dirOf(id)
  keepCredential(dir, credential)
  return { id, dir }
}

/**
 * First the file, then the store: a crash in between leaves a file that doesn't fit, and the next
 * start mends it.
 */
async function mendCredential(core: Core, { id, dir }: LocalDesktop, hash: string): Promise<void> {
  const isRight = (text: string) => hashSecret(text) === hash
  if (typeof readDurable(join(dir, 'credential'), isRight) === 'object') return
  const credential = newCredential(id)
  await core.store.write((tx) => updateDesktop(tx, id, { credential_hash: hashSecret(credential) }))
  keepCredential(dir, credential)
}

function keepCredential(dir: string, credential: string): void {
  ownFolder(dir)
  writeDurably(join(dir, 'credential'), `${credential}\n`)
}

/** Keeps this machine's runner going: an ordinary runner that dials in like any other. */
export class LocalRunner {
  readonly #core: Core
  readonly #command: string[]
  readonly #stopping = new AbortController()
  #child: ChildProcess | undefined
  #loop: Promise<void> | undefined

  constructor(core: Core, command: string[]) {
    this.#core = core
    this.#command = command
  }

  start(): void {
    this.#loop = this.#keepGoing()
  }

  /** Ends the runner; the commands that it has started go on in the keeper. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    const child = this.#child
    if (child && child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), GOODBYE_WITHIN)
      child.once('exit', () => clearTimeout(timer))
    }
    await this.#loop
  }

  async #keepGoing(): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      const code = await this.#run()
      if (signal.aborted) return
      this.#core.log.error({ code }, "this machine's runner has ended")
      if (code === REFUSED_EXIT_CODE) return
      await sleep(RESTART_AFTER_MS, undefined, { signal }).catch(() => undefined)
    }
  }

  async #run(): Promise<number | null> {
    const [program, ...args] = this.#command
    // A process group of its own: Ctrl-C at the terminal is the server's to handle.
    const child = spawn(program as string, args, {
      detached: true,
      // The runner ends with its standard input, so also when this process is killed.
      stdio: ['pipe', 'ignore', 'inherit'],
      env: withoutSecrets(process.env),
    })
    this.#child = child
    try {
      const [code] = (await once(child, 'exit')) as [number | null]
      return code
    } catch (error) {
      this.#core.log.error({ error }, "this machine's runner could not be started")
      return null
    }
  }
}

/** The server's own secrets stay out of the runner's environment; its credential is in its folder. */
function withoutSecrets(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = { ...env }
  for (const name of NOT_FOR_RUNNERS) delete kept[name]
  return kept
}

const NOT_FOR_RUNNERS = [
  'MISSION_CONTROL_API_KEY',
  'MISSION_CONTROL_SECRET_KEY',
  'MISSION_CONTROL_CREDENTIAL',
  'DATABASE_URL',
  'NATS_URL',
  'MISSION_CONTROL_METRICS_TOKEN',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'OTEL_EXPORTER_OTLP_TRACES_HEADERS',
]
