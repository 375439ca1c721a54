import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { cleanUp } from './cleanup.ts'

const MAIN = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url))

/** A real `mission-control` process, with what it has printed so far. */
export interface Program {
  child: ChildProcess
  pid: number
  stdout(): string
  stderr(): string
  /** Resolves with the first match in what it prints on stdout; rejects if it ends without one. */
  prints(pattern: RegExp): Promise<RegExpExecArray>
  /** Resolves with the exit code, or the signal's name. */
  exited: Promise<number | string>
}

/** Starts `mission-control ARGS`; it is killed at the end of the test if it still runs. */
export function startProgram(t: TestContext, args: string[], env: NodeJS.ProcessEnv = {}): Program {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit').then(([code, signal]) => code ?? signal)
  cleanUp(t, async () => {
    child.kill('SIGKILL')
    await exited
  })
  const stdout = collect(child.stdout)
  const stderr = collect(child.stderr)
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
