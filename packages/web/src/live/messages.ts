import type {
  ActivityEvent,
  Actor,
  BatchCounts,
  Board,
  BoardTask,
  Desktop,
  DesktopEvent,
  LiveEvent,
  Overview,
  Settings,
  TaskStatus,
} from '@mission-control/protocol'
import type { Connection, Intent, Sample } from './live.ts'

/** All that can change what the dashboard knows. `at`: ms since 1970. */
export type Message =
  | { type: 'connection'; connection: Connection }
  | { type: 'snapshot'; board: Board; cursor: number }
  /** A further page of a column. `cursor`: the place in the log at which it was read. */
  | {
      type: 'page'
      status: TaskStatus
      tasks: readonly BoardTask[]
      cursor: number
      complete: boolean
    }
  /** The counts of batches, read at that place in the log. */
  | { type: 'batches'; batches: readonly BatchCounts[]; cursor: number }
  /** `actor`: who made it happen, if known. */
  | { type: 'event'; id: number; at: number; actor?: Actor | null; event: ActivityEvent }
  | { type: 'live'; at: number; event: LiveEvent | DesktopEvent }
  /** The last lines of cards, as they were `askedAt`, ms since 1970, or later. */
  | { type: 'tails'; tasks: readonly BoardTask[]; askedAt: number }
  | { type: 'overview'; overview: Overview; cursor: number }
  | { type: 'desktops'; desktops: readonly Desktop[] }
  | { type: 'desktop'; desktop: Desktop }
  | { type: 'settings'; settings: Partial<Settings> }
  /** The load of the last hour, oldest first. */
  | { type: 'history'; samples: readonly Sample[] }
  /** The action is being sent. */
  | { type: 'intend'; id: string; intent: Intent }
  /** The server has done it. The event may come before or after this. */
  | { type: 'answered'; id: string; at: number }
  /** The server refused, or didn't answer: nothing was done. */
  | { type: 'withdraw'; id: string }
