import type { Scope } from './cleanup.ts'

/** Does something in a scope of its own, which ends with it, however that ends. */
export async function within<T>(work: (scope: Scope) => Promise<T>): Promise<T> {
  const undo: (() => void | Promise<void>)[] = []
  try {
    return await work({ after: (each) => undo.push(each) })
  } finally {
    for (const each of undo.toReversed()) await each()
  }
}
