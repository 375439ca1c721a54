import type { TaskStatus } from '@mission-control/protocol'
import type { RunEnd } from '@mission-control/protocol/runner'
import type { JournalLine, Lost } from '@mission-control/runner/decisions'

/** What a command prints, a character at a time, and whether it ends then by itself. */
export interface Kind {
  prints: string
  ends: boolean
}

/** Everything that there is, as plain data: two worlds with the same text are the same. */
export interface World {
  server: Server
  link: Link
  /** What an earlier connection has brought and the server may still take; null: it is closed. */
  old: Up[] | null
  runner: Runner | null
  keeper: Keeper | null
  disk: Disk
  commands: Command[]
  /** Faults that may still happen. */
  faults: number
  /** What has happened, which excuses an end that isn't the command's own. */
  happened: Happened
}

export interface Happened {
  runnerDied: boolean
  keeperDied: boolean
  rebooted: boolean
}

/** `tasks` and all other lists: by the number of the run. */
export interface Server {
  up: boolean
  connected: boolean
  nextDispatch: number
  /** Null once it is deleted. */
  tasks: (Task | null)[]
  session: Session | null
}

export interface Task {
  status: TaskStatus
  cancelRequested: boolean
  givenUp: boolean
  code: string
  run: ServerRun | null
}

export interface ServerRun {
  dispatch: number
  ended: boolean
  abandoned: boolean
  seq: number
  stored: string
}

export interface Session {
  lastDispatch: number
  /** What was read and is about to be sent. */
  read: { i: number; dispatch: number; cancel: boolean }[] | null
  /** Cancels that wait until everything that waits has been sent. */
  cancels: number[]
}

/** The connection that the runner has, or had last. Once it is cut nothing more gets into it. */
export interface Link {
  cut: boolean
  runnerOpen: boolean
  serverOpen: boolean
  up: Up[]
  down: Down[]
}

export type Up =
  | { t: 'hello'; last: number; runs: number[] }
  | { t: 'queued' | 'started'; i: number }
  | { t: 'output'; i: number; seq: number; offset: number; text: string }
  | { t: 'ended'; i: number; seq: number; end: RunEnd }

export type Down =
  | { t: 'welcome'; known: { i: number; seq: number; stdout: number }[] }
  | { t: 'start'; i: number; dispatch: number }
  | { t: 'cancel' | 'endAck' | 'discard'; i: number }

export interface Runner {
  highest: number
  runs: (RunnerRun | null)[]
  /** `opening`: it tries to connect to a keeper. */
  keeper: 'none' | 'opening' | 'connected' | 'greeted'
  mayLaunch: boolean
  /** What the keeper has said and is still to be heard: the runs that it holds, or one that it could not start. */
  heard: (number[] | { busy: number })[]
  /** The runs of which it has removed one part and not yet the other. */
  removing: number[]
}

export interface RunnerRun {
  dispatch: number
  boot: number
  phase: 'journalling' | 'waiting' | 'placed' | 'over'
  cancelled: boolean
  discarded: boolean
  started: boolean
  ended: RunEnd | null
  askedAgain: boolean
  givingUp: Lost | null
  report: {
    on: boolean
    seq: number
    stdout: number
    queued: boolean
    started: boolean
    ended: boolean
  }
}

export interface Keeper {
  held: number[]
  /** The run that it is just starting. */
  starting: { i: number; spawned: boolean } | null
  inbox: ({ t: 'start' | 'kill'; i: number } | { t: 'list' })[]
}

export interface Disk {
  boot: number
  journal: JournalLine[]
  /** How many of the journal's lines a restart of the machine can't take away. */
  synced: number
  files: (RunFile | null)[]
  spools: string[]
}

export interface RunFile {
  started: boolean
  end: RunEnd | null
}

/** What really happens, which nobody in this world sees as such. */
export interface Command {
  starts: number
  alive: boolean
  printed: number
  end: RunEnd | null
}

export const nameOf = (i: number) => `r${i}`
export const numberOf = (runId: string) => Number(runId.slice(1))

export function initial(kinds: readonly Kind[], faults: number): World {
  const each = <T>(value: () => T): T[] => kinds.map(value)
  return {
    server: {
      up: true,
      connected: false,
      nextDispatch: 0,
      tasks: each(() => ({
        status: 'pending',
        cancelRequested: false,
        givenUp: false,
        code: '',
        run: null,
      })),
      session: null,
    },
    link: { cut: true, runnerOpen: false, serverOpen: false, up: [], down: [] },
    old: null,
    runner: null,
    keeper: null,
    disk: {
      boot: 0,
      journal: [],
      synced: 0,
      files: each(() => null),
      spools: each(() => ''),
    },
    commands: each(() => ({ starts: 0, alive: false, printed: 0, end: null })),
    faults,
    happened: { runnerDied: false, keeperDied: false, rebooted: false },
  }
}
