import type { RanCommand } from '@mission-control/protocol'
import { text } from '../strings/index.ts'

const words = text.evidence

/** Counts the commands in words: how many ran, how many of these failed, and how many didn't run. */
export function commandWords(commands: readonly RanCommand[]): string {
  const run = commands.filter(({ denied }) => denied === null)
  const failed = run.filter(({ exitCode }) => exitCode !== null && exitCode !== 0).length
  const denied = commands.length - run.length
  return [
    words.commandCount(run.length),
    failed > 0 && words.failedCount(failed),
    denied > 0 && words.deniedCount(denied),
  ]
    .filter(Boolean)
    .join(', ')
}
