import { join } from 'node:path'
import { readDurable, writeDurably } from '@mission-control/durable'

/** What a folder's runner last said of itself, for whoever has started it. */
export interface RunnerState {
  pid: number
  state: 'starting' | 'connected' | 'disconnected' | 'refused'
  /** What the server calls the desktop, or why it is refused. */
  words: string
}

const FILE = 'state.json'

export function writeRunnerState(dir: string, state: Omit<RunnerState, 'pid'>): void {
  writeDurably(join(dir, FILE), `${JSON.stringify({ pid: process.pid, ...state })}\n`)
}

export function readRunnerState(dir: string): RunnerState | undefined {
  const found = readDurable(join(dir, FILE), (text) => text.startsWith('{'))
  return typeof found === 'object' ? JSON.parse(found.text) : undefined
}
