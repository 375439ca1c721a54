import { setTimeout as sleep } from 'node:timers/promises'

/** However many there are, all have had their turn after this time, in ms. */
const WITHIN = 3_000
/** The pause before the next few, in ms. */
const EACH = 20

/** Does it with a few at a time, so that those who come back elsewhere don't all come at one moment. */
export async function oneByOne<T>(all: Iterable<T>, act: (each: T) => void): Promise<void> {
  const left = [...all]
  const some = Math.ceil((left.length * EACH) / WITHIN)
  while (left.length > 0) {
    for (const each of left.splice(0, some)) act(each)
    await sleep(EACH)
  }
}
