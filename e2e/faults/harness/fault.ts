import { inspect } from 'node:util'
import type { Scope } from '../../setup/cleanup.ts'
import { noteWaits, told } from '../../setup/wait.ts'
import { type Random, seeded } from './random.ts'

/** A kind of fault, and what must hold under it: fails by throwing. */
export interface Fault {
  /** What must hold, as the name of a test. */
  title: string
  /** Rounds of the full proof, and of a test run. */
  rounds: { full: number; short: number }
  /** Minutes that a round may take, or what they share, where they may take longer than others. */
  minutes?: number
  /** Sets up what the rounds share, and resolves with one round. */
  prepare(scope: Scope): Promise<Round>
}

/** Everything that is left to chance comes from `random`. */
export type Round = (random: Random, scope: Scope, around: Around) => Promise<void>

interface Around {
  /** Nothing else runs on the machine, so that times may be judged. */
  quiet: boolean
  /** For what a round has seen that is no violation. */
  tell(text: string): void
}

/** Far more than any round takes where nothing hangs. */
const MINUTES = 5

interface Extent extends Around {
  seed: number
  rounds: number
  /** ms for all of it, where somebody else would end it after that without a word. */
  within?: number
  done?: (round: number) => void
}

/** A fault's round that did not hold, with what repeats it. */
export class Violation extends Error {
  override readonly name = 'Violation'
  constructor(id: string, seed: number, cause: unknown) {
    super(`npm run faults -- ${id} --seed ${seed} --rounds 1\n${inspect(cause)}`, { cause })
  }
}

/** Round `n` has the seed `seed + n`, so that it can be repeated alone. Throws {@link Violation}. */
export async function runFault(
  scope: Scope,
  id: string,
  { prepare, minutes = MINUTES }: Pick<Fault, 'prepare' | 'minutes'>,
  { seed, rounds, within = Number.POSITIVE_INFINITY, done, ...around }: Extent,
): Promise<void> {
  const end = performance.now() + within
  const each = () => Math.min(minutes * 60_000, end - performance.now())
  const round = await inTime(each(), () => prepare(scope)).catch((error) => {
    throw new Violation(id, seed, error)
  })
  for (let n = 0; n < rounds; n++) {
    try {
      await inTime(each(), () => round(seeded(seed + n), scope, around))
    } catch (error) {
      throw new Violation(id, seed + n, error)
    }
    done?.(n + 1)
  }
}

/** What hangs is given up, and what it waited for is told. */
async function inTime<T>(ms: number, work: () => Promise<T>): Promise<T> {
  const { promise, waits } = noteWaits(work)
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    const what = [...waits].map(told).join('; ') || 'something that has no name'
    reject(new Error(`not over after ${Math.round(ms / 1000)} s; it waits for ${what}`))
  }, ms)
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
