import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { hasCode } from '../../error-code.ts'
import { withTimeLimit } from '../time-limit.ts'
import { BeginningAndEnd } from './beginning-and-end.ts'
import { ToolError } from './inside.ts'
import { ANSWER_MAX, type Workplace } from './workplace.ts'

const WITHIN_SECONDS = 600
/** How long the last output of a command may take to arrive after its end, in ms. */
const DRAIN_MS = 300
/** How long a command that takes too long may tidy up, in ms. */
const GRACE_MS = 5_000

/**
 * The command's streams are one real pipe, because what `spawn` makes can't be opened as /dev/stderr;
 * `cat` empties it also for what the command leaves in the background, and while it tidies up. Where this
 * process is gone another `cat` goes on: who prints into a pipe that nobody reads is killed. The exit code
 * comes by fd 3.
 */
const EMPTY_IT = 'trap "" TERM PIPE; cat; exec cat >/dev/null'
const WRAPPER = `{ /bin/sh -c "$1" 3>&-; echo $? >&3; } 2>&1 | { ${EMPTY_IT}; } 3>&-`

export interface Command {
  command: string
  timeoutSeconds?: number | undefined
}

export interface ShellAnswer {
  output: string
  exitCode: number
}

export function isShellAnswer(value: unknown): value is ShellAnswer {
  return typeof value === 'object' && value !== null && 'output' in value && 'exitCode' in value
}

/**
 * What it printed, and its exit code. Throws {@link ToolError} when it took too long. When the whole prompt
 * has to stop (`signal`), the command is stopped with everything else, and not from here.
 */
export async function runShell(
  { workDir }: Workplace,
  { command, timeoutSeconds = WITHIN_SECONDS }: Command,
  signal: AbortSignal,
): Promise<ShellAnswer> {
  const shell = spawn('/bin/sh', ['-c', WRAPPER, 'sh', command], {
    cwd: workDir,
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
  })
  const printed = new BeginningAndEnd(ANSWER_MAX / 2)
  shell.stdout!.setEncoding('utf8').on('data', (text) => printed.add(text))
  const ended = withTimeLimit(signal, timeoutSeconds * 1000)
  try {
    const exitCode = await exitCodeOf(shell.stdio[3] as Readable, ended)
    await Promise.race([once(shell, 'close'), sleep(DRAIN_MS)])
    return { output: `${printed}`, exitCode }
  } catch (error) {
    signal.throwIfAborted()
    if (!ended.aborted) throw error
    await stopGroup(shell)
    throw new ToolError(`Stopped after ${timeoutSeconds} s. It had printed:\n${printed}`)
  } finally {
    // Don't wait for what goes on in the background.
    shell.unref()
  }
}

async function exitCodeOf(pipe: Readable, signal: AbortSignal): Promise<number> {
  const [code] = await once(pipe.setEncoding('utf8'), 'data', { signal })
  return Number(code)
}

async function stopGroup(shell: ChildProcess): Promise<void> {
  const closed = once(shell, 'close')
  signalGroup(shell.pid, 'SIGTERM')
  await Promise.race([closed, sleep(GRACE_MS, undefined, { ref: false })])
  signalGroup(shell.pid, 'SIGKILL')
}

function signalGroup(pid: number | undefined, name: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, name)
  } catch (error) {
    if (!hasCode(error, 'ESRCH')) throw error
  }
}
