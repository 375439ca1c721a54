import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import type { StartRequest } from './protocol.ts'
import { say } from './say.ts'

/** Starts the request's program in a process group of its own; its output goes to these two. */
export function spawnRun(request: StartRequest, stdout: number, stderr: number): ChildProcess {
  const { cwd, env } = request
  const options: SpawnOptions = { cwd, env, detached: true }
  if (request.type === 'start') {
    return spawn('/bin/sh', ['-c', request.command], {
      ...options,
      stdio: ['ignore', stdout, stderr],
    })
  }
  const [file, ...args] = request.argv
  const child = spawn(file, args, { ...options, stdio: ['pipe', stdout, stderr] })
  // One that has ended before it read everything has said why itself.
  child.stdin?.on('error', (error) => say(`${request.runId} took no input: ${error.message}`))
  child.stdin?.end(request.input)
  return child
}
