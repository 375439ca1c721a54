import { join } from 'node:path'
import { readDurable, writeDurably } from '@mission-control/durable'
import { readJoined } from './joined.ts'

/** What a folder's runner last said of itself, for whoever has started it. */
export interface RunnerState {
  pid: number
  state: 'starting' | 'connected' | 'disconnected' | 'refused'
  /** What the server calls the desktop, or why it is refused. */
  words: string
}

const FILE = 'state.json'

/**
 * Notes what a runner whose machine has joined says of itself. The command that joins waits for it, and nobody
 * else reads it: so a disk that takes nothing ends no runner.
 */
export function stateTeller(dir: string): (state: Omit<RunnerState, 'pid'>) => void {
  return (state) => {
    try {
      if (readJoined(dir)) {
        writeDurably(join(dir, FILE), `${JSON.stringify({ pid: process.pid, ...state })}\n`)
      }
    } catch (error) {
      process.stderr.write(`The runner's state could not be noted: ${(error as Error).message}\n`)
    }
  }
}

export function readRunnerState(dir: string): RunnerState | undefined {
  const found = readDurable(join(dir, FILE), (text) => text.startsWith('{'))
  return typeof found === 'object' ? JSON.parse(found.text) : undefined
}
