import type { Machine } from './runner.ts'

/** What the process of some desktops is told: which they are, and how many may begin to connect each second. */
export interface Crew {
  machines: Machine[]
  connectsPerSecond: number
}

/** What it says. */
export type Report =
  | { kind: 'connected' }
  | { kind: 'disconnected'; why: string; wasConnected: boolean }
  /** `at`: by the clock that the processes of a machine share, in ms. */
  | { kind: 'started'; taskId: string; isFirst: boolean; at: number }

/** Monotonic, and the same for all processes of the machine. */
export const sharedNow = () => Number(process.hrtime.bigint()) / 1e6
