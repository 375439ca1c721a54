import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { cleanUp, type Scope } from './cleanup.ts'
import { temporaryFolder } from './folder.ts'
import { unlessGone } from './unless-gone.ts'

export interface Joined {
  status: number | null
  stdout: string
  stderr: string
  /** Where it was to go. */
  folder: string
}

export interface Given {
  /** Whom to ask for the script. */
  url: string
  args: readonly string[]
  /** For the curl that fetches it. */
  curl?: readonly string[]
  /** Fetches it in the place of curl. */
  fetcher?: string
  /** The programs that the machine has, beside Node (default: those of this one). */
  path?: string
  env?: NodeJS.ProcessEnv
  /** Where it goes (default: a folder that isn't there yet). */
  folder?: string
  edit?: (script: string) => string
}

/** Pastes the line as this machine's user, in a folder of its own, with this Node in its PATH. */
export async function runScript(t: Scope, given: Given): Promise<Joined> {
  const { url, args, curl = [], env = {}, edit } = given
  const { fetcher = 'curl -fsSL', path = process.env.PATH } = given
  const home = temporaryFolder(t)
  const bin = join(home, 'bin')
  mkdirSync(bin)
  symlinkSync(process.execPath, join(bin, 'node'))
  const folder = given.folder ?? join(home, 'mc')
  // Whoever changes it has it already.
  const script = edit?.(await (await fetch(`${url}/join`)).text())
  const fetching = `${fetcher} ${curl.join(' ')} '${url}/join' | sh -s -- "$@"`
  const command = script === undefined ? ['-c', fetching, 'sh'] : ['-s', '--']
  const child = spawn('sh', [...command, ...args, '--dir', folder], {
    cwd: home,
    env: { HOME: home, PATH: `${bin}:${path}`, ...env },
  })
  child.stdin.on('error', () => undefined).end(script)
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ])
  cleanUp(t, () => endRunner(folder))
  return { status, stdout, stderr, folder }
}

function endRunner(folder: string): void {
  const state = join(folder, 'desktop/state.json')
  if (!existsSync(state)) return
  const { pid } = JSON.parse(readFileSync(state, 'utf8'))
  unlessGone(() => process.kill(pid, 'SIGKILL'))
}
