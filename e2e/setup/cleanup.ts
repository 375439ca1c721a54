import { after } from 'node:test'

type Cleanup = () => void | Promise<void>

/** What something lives for: a test (its context), or {@link wholeFile}. */
export interface Scope {
  after(undo: Cleanup): void
  /** Shown with its result. */
  diagnostic?(message: string): void
}

/** For what all tests of a file share. */
export const wholeFile: Scope = { after: (undo) => after(undo) }

const cleanups = new WeakMap<Scope, Cleanup[]>()

/**
 * Undoes something at the end of its scope; the newest first, as things were built on one another.
 * What fails doesn't keep the rest from it, and fails the scope.
 */
export function cleanUp(scope: Scope, undo: Cleanup): void {
  const known = cleanups.get(scope)
  if (known) {
    known.push(undo)
    return
  }
  const all = [undo]
  cleanups.set(scope, all)
  scope.after(async () => {
    const errors: unknown[] = []
    for (const each of all.toReversed()) {
      try {
        await each()
      } catch (error) {
        errors.push(error)
      }
    }
    if (errors.length > 1) throw new AggregateError(errors, 'several things went wrong at the end')
    if (errors.length > 0) throw errors[0]
  })
}
