import { inspect } from 'node:util'
import type { Scope } from '../../setup/cleanup.ts'
import { noteWaits } from '../../setup/wait.ts'
import { type Random, seeded } from './random.ts'

/** A kind of fault, and what must hold under it: fails by throwing. */
export interface Fault {
  /** What must hold, as the name of a test. */
  title: string
  /** Rounds of the full proof, and of every test run. */
  rounds: { full: number; short: number }
  /** Minutes that a round may take, or what they share, where they may take longer than others. */
  minutes?: number
  /** Sets up what the rounds share, and resolves with one round. */
  prepare(scope: Scope): Promise<Round>
}

/**
 * Everything that is left to chance comes from `random`. `quiet`: nothing else runs on the machine, so
 * that times may be judged.
 */
export type Round = (random: Random, scope: Scope, around: { quiet: boolean }) => Promise<void>

/** Far more than any round takes where nothing hangs. */
const MINUTES = 5

interface Extent {
  seed: number
  rounds: number
  quiet: boolean
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
  { seed, rounds, quiet, done }: Extent,
): Promise<void> {
  const round = await inTime(minutes, () => prepare(scope)).catch((error) => {
    throw new Violation(id, seed, error)
  })
  for (let n = 0; n < rounds; n++) {
    try {
      await inTime(minutes, () => round(seeded(seed + n), scope, { quiet }))
    } catch (error) {
      throw new Violation(id, seed + n, error)
    }
    done?.(n + 1)
  }
}

/** What hangs is given up, and what it waited for is told. */
async function inTime<T>(minutes: number, work: () => Promise<T>): Promise<T> {
  const { promise, waits } = noteWaits(work)
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    const what = [...waits].map(({ what }) => what).join(', ') || 'something that has no name'
    reject(new Error(`not over after ${minutes} minutes; it waits for ${what}`))
  }, minutes * 60_000)
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
