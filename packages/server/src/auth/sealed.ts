import type { Core } from '../core.ts'
import { SecretError } from '../secret-box.ts'

/** What a browser carries from one step of the way in to the next, and when that began. */
interface Carried {
  at: number
}

/**
 * Seals it for its `place`, so that nothing is kept here for a visitor who may never come back, and nobody
 * can make one up.
 */
export function sealCarried({ secrets }: Core, place: string, carried: Carried): string {
  return secrets.seal(JSON.stringify(carried), place).toString('base64url')
}

/** Undefined for what isn't ours, is of another place, or is older than `lasts`, in ms. */
export function openCarried<T extends Carried>(
  { secrets, now, log }: Core,
  place: string,
  sealed: string | undefined,
  lasts: number,
): T | undefined {
  if (sealed === undefined) return undefined
  try {
    const carried: T = JSON.parse(secrets.open(Buffer.from(sealed, 'base64url'), place))
    return now() - carried.at < lasts ? carried : undefined
  } catch (error) {
    if (!(error instanceof SecretError)) throw error
    log.info({ reason: error.message }, 'a cookie of a sign-in could not be opened')
    return undefined
  }
}
