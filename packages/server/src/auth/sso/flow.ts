import type { ProviderId } from '@mission-control/protocol'
import type { Core } from '../../core.ts'
import { SecretError } from '../../secret-box.ts'

/** What a browser carries while somebody is away at a provider. */
export interface Flow {
  provider: ProviderId
  issuer: string
  clientId: string
  state: string
  nonce: string
  verifier: string
  redirectUri: string
  /** Where they wanted to go: a path of the dashboard. */
  returnTo: string
  /** When it began. */
  at: number
}

/** For as long a way to a provider may take, in ms. */
export const FLOW_LASTS = 10 * 60_000

const PLACE = 'sign-in flow'

/** Sealed, so that nothing is kept here for a visitor who may never come back, and nobody can make one up. */
export function sealFlow({ secrets }: Core, flow: Flow): string {
  return secrets.seal(JSON.stringify(flow), PLACE).toString('base64url')
}

/** Undefined for what isn't ours, or is too old. */
export function openFlow({ secrets, now, log }: Core, sealed: string): Flow | undefined {
  try {
    const flow: Flow = JSON.parse(secrets.open(Buffer.from(sealed, 'base64url'), PLACE))
    return now() - flow.at < FLOW_LASTS ? flow : undefined
  } catch (error) {
    if (!(error instanceof SecretError)) throw error
    log.info({ reason: error.message }, 'a cookie of a sign-in could not be opened')
    return undefined
  }
}
