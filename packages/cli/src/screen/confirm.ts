import { CommandError } from '../command-error.ts'
import { askFor } from './ask.ts'

interface Confirmation {
  question: string
  /** Why to ask, for whoever can't be asked. */
  why: string
  /** What became of it, if not. */
  otherwise: string
}

/** Asks on the terminal before something that can't be undone, unless `--yes` has answered. */
export async function confirm(
  { yes }: { yes?: boolean },
  { question, why, otherwise }: Confirmation,
): Promise<void> {
  if (yes) return
  if (!process.stdin.isTTY) throw new CommandError('usage', `${why}: confirm it with --yes.`)
  const answer = await askFor(`${question} [y/N] `)
  if (!/^y/i.test(answer)) throw new CommandError('failed', otherwise)
}
