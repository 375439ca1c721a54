import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { cleanUp, type Scope } from './cleanup.ts'
import { MAIN } from './main.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** A real `mission-control` process, with what it has printed so far. */
export interface Program {
  child: ChildProcess
  pid: number
  stdout(): string
  stderr(): string
  /** Resolves with the first match in what it prints on stdout; rejects if it ends without one. */
  prints(pattern: RegExp): Promise<RegExpExecArray>
  /**
   * Resolves with the exit code, or the signal's name, once all that it printed is here: with a
   * server that is after its local runner, which prints to the same place.
   */
  exited: Promise<number | string>
}

/** Starts `mission-control ARGS`; it is killed at the end of its scope if it still runs. */
export function startProgram(
  t: Scope,
  args: string[],
  env: NodeJS.ProcessEnv = {},
  cwd?: string,
  main = MAIN,
): Program {
  const program = launch([process.execPath, main, ...args], env, { cwd })
  cleanUp(t, async () => {
    program.child.kill('SIGKILL')
    await program.exited
  })
  return program
}

/**
 * `mission-control ARGS` as the first process of a container: one with processes of its own, which all
 * end with it; with `before`, as a child of a Node that runs that. Where it isn't allowed it ends at once, and says so.
 */
export function startFirst(
  t: Scope,
  args: string[],
  env: NodeJS.ProcessEnv = {},
  before: string[] = [],
): Program {
  const asRoot = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user']
  const apart = [...asRoot, '--pid', '--fork', '--mount-proc', '--kill-child']
  const program = launch(['unshare', ...apart, process.execPath, ...before, MAIN, ...args], env, {})
  cleanUp(t, async () => {
    program.child.kill('SIGKILL')
    await program.exited
  })
  return program
}

/** `npm start` in a process group of its own, as a terminal starts it. */
export function startNpm(t: Scope, env: NodeJS.ProcessEnv = {}): Program {
  const program = launch(['npm', 'start'], env, { cwd: ROOT, detached: true })
  cleanUp(t, async () => {
    if (program.child.exitCode === null && program.child.signalCode === null) {
      process.kill(-program.pid, 'SIGKILL')
    }
    await program.exited
  })
  return program
}

function launch(
  [file, ...args]: [string, ...string[]],
  env: NodeJS.ProcessEnv,
  options: { cwd?: string | undefined; detached?: boolean },
): Program {
  const child = spawn(file, args, {
    ...options,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stdout = collect(child.stdout)
  const stderr = collect(child.stderr)
  const exited = once(child, 'close').then(([code, signal]) => code ?? signal)
  return {
    child,
    pid: child.pid as number,
    stdout: () => stdout.text,
    stderr: () => stderr.text,
    async prints(pattern) {
      while (true) {
        const match = pattern.exec(stdout.text)
        if (match) return match
        const ended = await Promise.race([exited.then(() => true), once(child.stdout, 'data')])
        if (ended === true) {
          throw new Error(`ended without ${pattern}\n${stdout.text}\n${stderr.text}`)
        }
      }
    },
    exited,
  }
}

function collect(stream: NodeJS.ReadableStream): { text: string } {
  const collected = { text: '' }
  stream.setEncoding('utf8').on('data', (text) => {
    collected.text += text
  })
  return collected
}
