import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Client, createClient } from '@mission-control/client'
import { routes } from '@mission-control/protocol'
import type { Context } from '../bench.ts'
import { firstAnswer } from '../load/first-answer.ts'
import { encodeRequest } from '../load/http-connection.ts'
import { RESULTS, ROOT } from '../places.ts'
import { launch, type Program } from '../program.ts'
import { freePort, until } from '../wait.ts'
import { endProcessesOf } from './processes.ts'

/** A real server on a data directory of its own, with the local desktop's runner. */
export interface OurServer extends AsyncDisposable {
  program: Program
  port: number
  /** Without a slash at its end. */
  url: string
  /** For whatever is not measured. */
  client: Client
  /** What authenticates a request. */
  headers: Record<string, string>
  /** The local desktop; empty where it was switched off. */
  desktopId: string
  /** From the start of the process to the first authenticated 200. */
  startMs: number
}

export const OURS_SETUP =
  '`mission-control serve` in a process of its own with its local runner over WebSocket, SQLite in ' +
  'an own data directory, durable commits, API key checked on every request, rate limit off'

/** The key that every server of one bench takes, so that a copied data directory knows it. */
export const KEY = `mc_${randomBytes(20).toString('hex')}`

/**
 * Starts `mission-control serve` as `npm start` does: authentication and durable commits as by
 * default, only the rate limit off. Ready when the local desktop runs.
 */
export async function startServer(
  context: Context,
  folder: string,
  env: NodeJS.ProcessEnv = {},
  key = KEY,
  /** The checkout whose server it is. */
  root = ROOT,
): Promise<OurServer> {
  const port = await freePort()
  const headers = { 'x-api-key': key }
  const url = `http://127.0.0.1:${port}`
  const client = createClient({ baseUrl: url, apiKey: key })
  const args = startArguments(root)
  const start = performance.now()
  const program = launch(folder, process.execPath, args, {
    PORT: String(port),
    MISSION_CONTROL_DATA_DIR: join(folder, 'data'),
    MISSION_CONTROL_API_KEY: key,
    MISSION_CONTROL_RATE_LIMIT: '0',
    ...env,
    ...(context.profile && profiled()),
  })
  const stop = async () => {
    await program.stop()
    await endProcessesOf(folder)
  }
  try {
    const list = encodeRequest('GET', `${routes.listTasks.path}?limit=1`, headers)
    const startMs = (await firstAnswer(program, port, list, 200)) - start
    const isDesktop = env.MISSION_CONTROL_LOCAL_DESKTOP !== 'off'
    const desktopId = isDesktop ? await localDesktop(program, client) : ''
    return { program, port, url, headers, client, desktopId, startMs, [Symbol.asyncDispose]: stop }
  } catch (error) {
    await stop()
    throw error
  }
}

const RUN = 'exec sh scripts/run.sh '

/** What `npm start` hands to Node, flags included, without npm and the shell before it. */
function startArguments(root: string): string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  if (!scripts.start.startsWith(RUN)) throw new Error(`Expected "${RUN}...", got ${scripts.start}`)
  const parts: string[] = scripts.start.slice(RUN.length).split(' ')
  return parts.map((part) => (part.endsWith('.ts') ? mainOf(root, part) : part))
}

/** The program compiled, as `npm start` runs it; its sources in a checkout from before that. */
function mainOf(root: string, source: string): string {
  const script = join(root, 'scripts/compiled.sh')
  if (!existsSync(script)) return join(root, source)
  return execFileSync('sh', [script, process.execPath], { encoding: 'utf8' }).trim()
}

async function localDesktop(program: Program, client: Client): Promise<string> {
  return await until('the local desktop to run', async () => {
    program.check()
    const desktops = await client.desktops.list()
    return desktops.find(({ status }) => status === 'running')?.id
  })
}

function profiled(): NodeJS.ProcessEnv {
  const folder = join(RESULTS, 'profile')
  mkdirSync(folder, { recursive: true })
  return { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${folder}` }
}
