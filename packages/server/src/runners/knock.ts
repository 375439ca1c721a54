import type { Core } from '../core.ts'
import { newId } from '../ids.ts'

/** A connection that is there answers a ping, and says so, within this time, in ms. */
const ANSWERS_WITHIN = 6_000
/** The bus may lose the question, or the answer. */
const AGAIN_MS = 1_000

/** Whether a runner that is connected to another server speaks for the desktop, and answers. */
export async function isThereElsewhere({ bus }: Core, desktopId: string): Promise<boolean> {
  const requestId = newId('knock')
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const unsubscribe = bus.subscribe('thereIs', requestId, () => resolve(true))
  const knock = () => bus.publish('desktop', desktopId, { kind: 'knock', requestId })
  knock()
  const again = setInterval(knock, AGAIN_MS)
  const late = setTimeout(() => resolve(false), ANSWERS_WITHIN)
  try {
    return await promise
  } finally {
    clearInterval(again)
    clearTimeout(late)
    unsubscribe()
  }
}
