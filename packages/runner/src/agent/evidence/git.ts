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
const WRAPPER = 'trap "" TERM; exec git "$@"'

/**
 * A repository's configuration can name programs, and an agent can write it. None of them is run:
 * only commands are used that know no filters, no hooks, no pagers and no `textconv`, and what could
 * be run all the same is set off here, which counts for more than any file. Nothing is fetched.
 */
const SETTINGS = [
  'core.fsmonitor=false',
  'core.untrackedCache=false',
  'core.hooksPath=/dev/null',
  'core.attributesFile=/dev/null',
  'core.excludesFile=/dev/null',
  'core.sshCommand=false',
  'core.gitProxy=false',
  'core.askPass=false',
  'core.quotePath=false',
  'credential.helper=',
  'protocol.allow=never',
  'trace2.eventTarget=0',
  'trace2.normalTarget=0',
  'trace2.perfTarget=0',
  // We run nothing of the repository, so it may belong to anybody.
  'safe.directory=*',
]

const ENVIRONMENT = {
  LC_ALL: 'C',
  HOME: '/nonexistent',
  XDG_CONFIG_HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_ATTR_NOSYSTEM: '1',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_GRAFT_FILE: '/dev/null',
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_TERMINAL_PROMPT: '0',
}

/** The most output of one call of git, in bytes; a longer listing is given up. */
const OUTPUT_MAX = 64 * 1024 * 1024

export interface GitAnswer {
  /** null: it was stopped, because it took too long or said too much. */
  code: number | null
  stdout: Buffer
}

/**
 * Runs git in the folder, which is in the working tree whose top is `top`, for half of the time until
 * `deadline` (of `performance.now()`): the rest is for doing without.
 */
export async function git(
  { top, folder }: { top: string; folder: string },
  args: string[],
  deadline: number,
  input = '',
): Promise<GitAnswer> {
  // Named, so that no setting can have it look at another tree.
  const where = [`--git-dir=${top}/.git`, `--work-tree=${top}`]
  const settings = SETTINGS.flatMap((setting) => ['-c', setting])
  const child = spawn('/bin/sh', ['-c', WRAPPER, 'git', ...where, ...settings, ...args], {
    cwd: folder,
    env: { ...withoutGit(process.env), ...ENVIRONMENT },
    // A group of its own: what stands in git's place may have children that hold its output open.
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  // If git ends before it has read everything, its exit code says so.
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

/** Variables such as `GIT_TRACE2` and `GIT_EXTERNAL_DIFF` are settings, too. */
function withoutGit(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('GIT_')))
}
