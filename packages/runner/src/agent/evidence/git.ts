import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { buffer } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { hasCode } from '../../error-code.ts'

/**
 * It only reads: nothing of the repository is written, not even the index that git likes to refresh.
 * A cancel tells every process of the run to stop, which this one has to survive for the moment that
 * it takes: what a cancelled agent has done is worth knowing, too.
 */
const WRAPPER =
  'trap "" TERM; GIT_OPTIONAL_LOCKS=0 exec git -c core.fsmonitor=false -c core.quotePath=false "$@"'

/** Everything that may come of one call of git; a listing of more files is too long for us. */
const OUTPUT_MAX = 64 * 1024 * 1024

export interface GitAnswer {
  /** null: it was stopped, because it took too long or said too much. */
  code: number | null
  stdout: Buffer
}

/**
 * Runs git in the folder, for half of the time until `deadline` (of `performance.now()`): the rest is
 * for doing without.
 */
export async function git(
  folder: string,
  args: string[],
  deadline: number,
  input = '',
): Promise<GitAnswer> {
  const child = spawn('/bin/sh', ['-c', WRAPPER, 'git', ...args], {
    cwd: folder,
    // A group of its own: what stands in git's place may have children that hold its output open.
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  // One that ends before it has read everything tells so by its exit code.
  child.stdin.on('error', () => child.stdout.resume())
  child.stdin.end(input)
  let bytes = 0
  child.stdout.on('data', (data: Buffer) => {
    bytes += data.length
    if (bytes > OUTPUT_MAX) stop(child.pid)
  })
  const answered = Promise.all([once(child, 'exit'), buffer(child.stdout)])
  const late = new AbortController()
  const within = Math.max(0, (deadline - performance.now()) / 2)
  const tooLate = sleep(within, null, { signal: late.signal })
  tooLate.catch(() => null)
  const answer = await Promise.race([answered, tooLate])
  late.abort()
  if (answer === null) {
    stop(child.pid)
    return { code: null, stdout: Buffer.alloc(0) }
  }
  const [[code], stdout] = answer
  return { code: code as number | null, stdout }
}

function stop(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if (!hasCode(error, 'ESRCH')) throw error
  }
}
