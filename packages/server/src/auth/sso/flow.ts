import type { ProviderId } from '@mission-control/protocol'
import type { Core } from '../../core.ts'
import { openCarried, sealCarried } from '../sealed.ts'

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
  /** The user who only tries the provider: nobody is signed in by it. Null: somebody wants to sign in. */
  trialOf: string | null
  /** When it began. */
  at: number
}

/** For as long a way to a provider may take, in ms. */
export const FLOW_LASTS = 10 * 60_000

const PLACE = 'sign-in flow'

export function sealFlow(core: Core, flow: Flow): string {
  return sealCarried(core, PLACE, flow)
}

export function openFlow(core: Core, sealed: string | undefined): Flow | undefined {
  return openCarried<Flow>(core, PLACE, sealed, FLOW_LASTS)
}
