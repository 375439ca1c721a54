import { inspect } from 'node:util'
import type { Scope } from '../../setup/cleanup.ts'
import { type Random, seeded } from './random.ts'

/** A kind of fault, and what must hold under it: fails by throwing. */
export interface Fault {
  /** What must hold, as the name of a test. */
  title: string
  /** Rounds of the full proof, and of every test run. */
  rounds: { full: number; short: number }
  /** Sets up what the rounds share, and resolves with one round. */
  prepare(scope: Scope): Promise<Round>
}

/**
 * Everything that is left to chance comes from `random`. `quiet`: nothing else runs on the machine, so
 * that times may be judged.
 */
export type Round = (random: Random, scope: Scope, around: { quiet: boolean }) => Promise<void>

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
  fault: Fault,
  { seed, rounds, quiet, done }: Extent,
): Promise<void> {
  const round = await fault.prepare(scope)
  for (let n = 0; n < rounds; n++) {
    try {
      await round(seeded(seed + n), scope, { quiet })
    } catch (error) {
      throw new Violation(id, seed + n, error)
    }
    done?.(n + 1)
  }
}
