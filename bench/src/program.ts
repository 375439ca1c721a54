import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A process that the bench has started; it ends with its scope. */
export interface Program extends AsyncDisposable {
  pid: number
  /** Throws, with the end of its output, when it has ended although it should run. */
  check: () => void
  /** All that it has printed. */
  output: () => string
  /** TERM, and after ten seconds KILL. */
  stop: () => Promise<void>
}

/**
 * Starts a program in a folder, its output going to a file there: through a pipe the bench would
 * have to read it, on cores that it shares with what it measures.
 */
export function launch(
  folder: string,
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv = {},
): Program {
  const log = join(folder, `${command.split('/').at(-1)}.log`)
  const file = openSync(log, 'a')
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', file, file],
  })
  closeSync(file)
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  const running = () =>
    child.pid !== undefined && child.exitCode === null && child.signalCode === null
  const stop = async () => {
    if (!running()) return
    child.kill('SIGTERM')
    const late = setTimeout(() => child.kill('SIGKILL'), 10_000)
    await ended
    clearTimeout(late)
  }
  const output = () => readFileSync(log, 'utf8')
  return {
    pid: child.pid ?? 0,
    output,
    check: () => {
      if (running()) return
      const tail = output().slice(-2000)
      throw new Error(`${command} ${args.join(' ')} has ended (${child.exitCode}):\n${tail}`)
    },
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

/** Runs a program to its end; throws with its error output unless it exits with 0. */
export async function complete(
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv = {},
): Promise<void> {
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} exited with ${code}: ${errors}`)
}
