import { readStored, writeStored } from '../stored/use-stored.ts'

const NAME = 'notifications'

/** Off until somebody switches it on, here in this browser. */
export const isWanted = (): boolean => readStored(NAME, false)
export const setWanted = (wanted: boolean): void => writeStored(NAME, wanted || undefined)

/** Browsers show notifications only for pages that they trust, over https or of their own machine. */
export const isAvailable = (): boolean => 'Notification' in globalThis && isSecureContext
