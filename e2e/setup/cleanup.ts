import type { TestContext } from 'node:test'

type Cleanup = () => void | Promise<void>

const cleanups = new WeakMap<TestContext, Cleanup[]>()

/** Undoes something at the end of the test; the newest first, as things were built on one another. */
export function cleanUp(t: TestContext, undo: Cleanup): void {
  const known = cleanups.get(t)
  if (known) {
    known.push(undo)
    return
  }
  const all = [undo]
  cleanups.set(t, all)
  t.after(async () => {
    for (const each of all.toReversed()) await each()
  })
}
