import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cleanUp, type Scope } from './cleanup.ts'
import { temporaryFolder } from './folder.ts'
import { MAIN } from './main.ts'
import { KEY, type TestServer } from './server.ts'
import { unlessGone } from './unless-gone.ts'

export interface Ended {
  code: number | string
  bytes: Buffer
  stdout: string
  stderr: string
}

interface Shell {
  env?: NodeJS.ProcessEnv
  /** It has a terminal of its own. */
  terminal?: boolean
}

interface Asked {
  env?: NodeJS.ProcessEnv
  input?: string
}

/** The `mission-control` of one user: folders of its own, logged in to the server by the variables. */
export class CommandLine {
  readonly env: NodeJS.ProcessEnv
  readonly command = [process.execPath, MAIN]
  readonly #scope: Scope

  constructor(t: Scope, { url }: Pick<TestServer, 'url'>) {
    this.#scope = t
    this.env = {
      PATH: process.env.PATH,
      HOME: temporaryFolder(t),
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      MISSION_CONTROL_URL: url,
      MISSION_CONTROL_API_KEY: KEY,
    }
  }

  /** Runs it to its end. */
  async run(args: readonly string[], { env, input = '' }: Asked = {}): Promise<Ended> {
    return await endOf(this.start(args, env), input)
  }

  start(args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcessWithoutNullStreams {
    const child = spawn(process.execPath, [MAIN, ...args], { env: { ...this.env, ...env } })
    cleanUp(this.#scope, () => void child.kill('SIGKILL'))
    return child
  }

  /** A line for a shell, in which `mc` is the program; on a terminal of its own, if it is to have one. */
  async shell(line: string, options: Shell = {}): Promise<Ended> {
    return await endOf(this.startShell(line, options))
  }

  startShell(
    line: string,
    { terminal = false, env = {} }: Shell = {},
  ): ChildProcessWithoutNullStreams {
    const script = `mc() { '${process.execPath}' '${MAIN}' "$@"; }\n${line}`
    const [file, ...args] = terminal
      ? ['script', '--quiet', '--return', '--echo', 'never', '--command', script, '/dev/null']
      : ['bash', '-c', script]
    const shellEnv = { ...this.env, ...env, SHELL: '/bin/bash', TERM: 'xterm-256color' }
    const child = spawn(file as string, args, { env: shellEnv, detached: true })
    // With all that the shell has started.
    cleanUp(this.#scope, () => {
      if (child.exitCode === null) unlessGone(() => process.kill(-(child.pid as number), 'SIGKILL'))
    })
    return child
  }
}

export async function endOf(child: ChildProcessWithoutNullStreams, input = ''): Promise<Ended> {
  child.stdin.on('error', () => undefined).end(input)
  const [stdout, stderr] = [bytesOf(child.stdout), bytesOf(child.stderr)]
  const [code, signal] = await once(child, 'close')
  const bytes = await stdout
  return { code: code ?? signal, bytes, stdout: bytes.toString(), stderr: String(await stderr) }
}

async function bytesOf(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of stream) pieces.push(piece)
  return Buffer.concat(pieces)
}
