import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { currentVersion, versionFolder } from './installation.ts'

/** How long the server may take to welcome the new version, in ms. */
const WELCOME_WITHIN = 30_000
/** How long a process may take to end, in ms. */
const END_WITHIN = 5_000
const ANSWER_WITHIN = 5_000
const SAID_WITHIN = 1_000
/** How often something from outside may end a version before it counts as broken. */
const MOST_TRIALS = 3
/** Signals that end a process for its own fault: hardly anybody sends them. */
const CRASHES: readonly string[] = 'SIGABRT SIGBUS SIGFPE SIGILL SIGSEGV SIGSYS SIGTRAP'.split(' ')
/** How many characters of its output a failure quotes. */
const WORDS_MAX = 1_000

export interface Trial {
  folder: string
  /** The version on trial. */
  name: string
  serverUrl: string
  /** What the runner was called with. */
  args: readonly string[]
  /** The number of this attempt. */
  trials: number
  /** Ends the trial, and whoever is on it. */
  signal: AbortSignal
  within?: number
}

export type Verdict = 'works' | 'interrupted' | { failed: string }

/**
 * Starts the version beside this one, whose runner has given up the folder. Once the server has welcomed it, it
 * makes itself the current one, and ends: so it is proven before anything depends on it, and what is killed
 * on the way leaves either the one or the other.
 */
export async function tryVersion(trial: Trial): Promise<Verdict> {
  const { folder, name, serverUrl, args, trials, signal, within = WELCOME_WITHIN } = trial
  const home = versionFolder(folder, name)
  const own = join(home, 'node')
  const node = existsSync(own) ? own : process.execPath
  const program = join(home, 'package/bin/mission-control.js')
  // Its standard input ends with this process, and it with that.
  const child = spawn(node, [program, ...args, '--trial'], { stdio: ['pipe', 'inherit', 'pipe'] })
  let words = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    process.stderr.write(text)
    words = (words + text).slice(-WORDS_MAX)
  })
  const over = new AbortController()
  const said = once(child.stderr, 'close')
  const ended = once(child, 'exit').finally(() => over.abort())
  const time = { signal: AbortSignal.any([over.signal, signal]) }
  // Rejects if the wait is over earlier.
  const late = await sleep(within, true, time).catch(() => false)
  if (!over.signal.aborted) await end(child, ended)
  const [code, endedBy] = (await ended) as [number | null, NodeJS.Signals | null]
  // A process that it left behind may hold the other end of the pipe open.
  await Promise.race([said, sleep(SAID_WITHIN)])
  return verdictOf({
    works: currentVersion(folder) === name,
    isStopped: signal.aborted,
    late,
    serverAnswers: !late || (await answers(serverUrl)),
    code,
    signal: endedBy,
    trials,
    words: words.trim(),
  })
}

async function end(child: ReturnType<typeof spawn>, ended: Promise<unknown>): Promise<void> {
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), END_WITHIN)
  await ended
  clearTimeout(timer)
}

async function answers(serverUrl: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(ANSWER_WITHIN)
    return (await fetch(`${serverUrl.replace(/\/$/, '')}/api/health`, { signal })).ok
  } catch {
    return false
  }
}

export interface Course {
  /** It has made itself the current one. */
  works: boolean
  /** This runner was told to stop. */
  isStopped: boolean
  /** It was not welcomed in time, and was ended for that. */
  late: boolean
  serverAnswers: boolean
  code: number | null
  signal: NodeJS.Signals | null
  trials: number
  /** What it wrote last. */
  words: string
}

/** The verdict about a trial. A version is to blame only for what it did itself. */
export function verdictOf(course: Course): Verdict {
  const { works, isStopped, late, serverAnswers, code, signal, trials, words } = course
  const said = words && ` It said: ${words}`
  if (works) return 'works'
  if (isStopped) return 'interrupted'
  if (late) {
    if (!serverAnswers) return 'interrupted'
    return { failed: `The server did not see it within ${WELCOME_WITHIN / 1000} s.${said}` }
  }
  if (code !== null && code !== 0) return { failed: `It ended with exit code ${code}.${said}` }
  if (signal && CRASHES.includes(signal)) return { failed: `It crashed with ${signal}.${said}` }
  // Something from outside ended it. If that is the system, short of memory, it happens each time.
  if (trials < MOST_TRIALS) return 'interrupted'
  return { failed: `It was ended ${trials} times${signal ? `, by ${signal}` : ''}.${said}` }
}
