import { type SpawnOptions, spawn } from 'node:child_process'
import { loadPosixSpawn } from './posix-spawn.ts'
import type { AgentRequest, StartRequest } from './protocol.ts'
import { say } from './say.ts'

export interface RunEvents {
  /** No process was made. */
  failed(error: unknown): void
  exited(exitCode: number | null, signal: NodeJS.Signals | null): void
}

const posix = await loadPosixSpawn().catch((error: unknown) => `${error}`)

/** Why commands are started by Node's `spawn`, which is slower but does the same; undefined: they aren't. */
export const withoutPosixSpawn = typeof posix === 'string' ? posix.split('\n', 1)[0] : undefined

/**
 * Starts the request's program in a process group of its own; its output goes to these two. Returns its
 * pid; none was made where it throws, or returns undefined and says why later.
 */
export function spawnRun(
  request: StartRequest,
  stdout: number,
  stderr: number,
  events: RunEvents,
): number | undefined {
  if (request.type === 'startAgent') return spawnAgent(request, stdout, stderr, events)
  const { cwd, env, command } = request
  const [file, args] = ['/bin/sh', ['-c', command]] as const
  // A C string can't hold a NUL character; Node refuses it, in words.
  const isPlain = ![command, cwd, ...Object.values(env)].some((text) => text.includes('\0'))
  if (typeof posix !== 'string' && isPlain) {
    return posix.spawn({ file, args, cwd, env, stdout, stderr }, events.exited)
  }
  const stdio: SpawnOptions['stdio'] = ['ignore', stdout, stderr]
  const child = spawn(file, args, { cwd, env, detached: true, stdio })
  child.on('error', events.failed)
  child.on('exit', events.exited)
  return child.pid
}

function spawnAgent(
  { runId, cwd, env, argv: [file, ...args], input }: AgentRequest,
  stdout: number,
  stderr: number,
  events: RunEvents,
): number | undefined {
  const stdio: SpawnOptions['stdio'] = ['pipe', stdout, stderr]
  const child = spawn(file, args, { cwd, env, detached: true, stdio })
  child.on('error', events.failed)
  child.on('exit', events.exited)
  // A program that ended before it read everything has itself said why.
  child.stdin?.on('error', (error) => say(`${runId} took no input: ${error.message}`))
  child.stdin?.end(input)
  return child.pid
}
