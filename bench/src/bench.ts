import type { Figure, Measure } from './measure.ts'

export interface Options {
  /** list-10k: also with a million tasks. */
  million: boolean
  /** search-1m: how many tasks there are, with how much output; undefined: a million with 10 GB. */
  tasks?: number | undefined
  outputGb?: number | undefined
  /** growth: only this curve. */
  curve?: string | undefined
  /** before: the folder of the other checkout. */
  checkout?: string | undefined
  /** Our processes write CPU profiles into bench/results/profile; figures are then no measure. */
  profile: boolean
}

export interface Context extends Options {
  rounds: number
  /** Aborted by Ctrl-C or TERM: what was started is stopped on the way out. */
  signal: AbortSignal
  /** Progress, for people: to stderr. */
  say: (text: string) => void
}

export interface Outcome {
  /** The first one is the headline. */
  measures: (Measure | Figure)[]
  /** What a figure is made of, where that says more than the figure. */
  detail?: Record<string, unknown>
  /** How both sides were set up, in words. */
  how: string
}

export interface Bench {
  id: string
  title: string
  /** How often ours and the peer alternate by default: many short rounds, so that what else the machine does hits both. */
  rounds: number
  run: (context: Context) => Promise<Outcome>
}
