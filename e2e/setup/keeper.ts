import { readFileSync } from 'node:fs'
import { isSame } from './process-table.ts'
import { unlessGone } from './unless-gone.ts'

/** The living keeper that a `keeper.pid` names: a keeper that has nothing more to hold leaves, and takes it along. */
export function livingKeeper(path: string): { pid: number; startTime: number } | null {
  const text = unlessGone(() => readFileSync(path, 'utf8'))
  const keeper = text === null ? null : JSON.parse(text)
  return keeper !== null && isSame(keeper) ? keeper : null
}
