import { readStored, writeStored } from '../stored/use-stored.ts'

const NAME = 'palette.recent'
const KEPT = 6

/** The ids of what was chosen, the last one first. */
export const readRecent = (): readonly string[] => readStored<readonly string[]>(NAME, [])

export function noteRecent(id: string): void {
  const others = readRecent().filter((each) => each !== id)
  writeStored(NAME, [id, ...others].slice(0, KEPT))
}
