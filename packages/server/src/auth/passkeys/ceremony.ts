import type { NewPasskey, PasskeySignIn } from '@mission-control/protocol'
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { COSEALG, decodeAttestationObject } from '@simplewebauthn/server/helpers'
import type { Core } from '../../core.ts'
import type { PasskeyRow } from '../../store/schema.ts'
import { CHALLENGE_LASTS, type Challenge, refusePasskey } from './challenge.ts'
import type { RelyingParty } from './relying-party.ts'

/** What browsers and authenticators all have. */
const ALGORITHMS = [COSEALG.ES256, COSEALG.EdDSA, COSEALG.RS256]

/** What the browser asks its authenticator for, to sign in: whoever it finds there. */
export async function optionsToSignIn({ host }: RelyingParty) {
  return await generateAuthenticationOptions({
    rpID: host,
    userVerification: 'required',
    timeout: CHALLENGE_LASTS,
  })
}

/** The same, to make a passkey: one that needs no e-mail address to be found, and asks who is there. */
export async function optionsToAdd(
  { host }: RelyingParty,
  user: { id: string; email: string; name: string },
  known: readonly Pick<PasskeyRow, 'credential_id'>[],
) {
  return await generateRegistrationOptions({
    rpName: 'Mission Control',
    rpID: host,
    userID: Buffer.from(user.id),
    userName: user.email,
    userDisplayName: user.name,
    timeout: CHALLENGE_LASTS,
    supportedAlgorithmIDs: ALGORITHMS,
    excludeCredentials: known.map(({ credential_id }) => ({ id: credential_id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}

/** The public part of a passkey. Throws `wrong_passkey`. */
export async function verifyNew(
  { log }: Core,
  { challenge, party }: Challenge,
  { id, rawId, type, response }: NewPasskey['credential'],
): Promise<Pick<PasskeyRow, 'credential_id' | 'public_key' | 'counter'>> {
  try {
    requireNoCertificate(response.attestationObject)
    const { registrationInfo } = await verifyRegistrationResponse({
      response: { id, rawId, type, response, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: party.origins,
      expectedRPID: party.host,
      supportedAlgorithmIDs: ALGORITHMS,
    })
    if (!registrationInfo) throw new Error('it is not signed as it says')
    const { credential } = registrationInfo
    return {
      credential_id: credential.id,
      public_key: credential.publicKey,
      counter: credential.counter,
    }
  } catch (error) {
    log.info({ reason: reasonOf(error) }, 'a new passkey was refused')
    return refusePasskey()
  }
}

/** We ask for none, and to check one the library would fetch what addresses in it name. */
function requireNoCertificate(attestationObject: string): void {
  const attestation = decodeAttestationObject(Buffer.from(attestationObject, 'base64url'))
  const format = attestation.get('fmt')
  const isOwn = format === 'packed' && attestation.get('attStmt').get('x5c') === undefined
  if (format !== 'none' && !isOwn) throw new Error(`its attestation is ${format}`)
}

/** The new counter of the passkey that has signed. Throws `wrong_passkey`. */
export async function verifySigned(
  { log }: Core,
  { challenge, party }: Challenge,
  { id, rawId, type, response }: PasskeySignIn['credential'],
  { credential_id, public_key, counter }: PasskeyRow,
): Promise<number> {
  const { userHandle, ...signed } = response
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { id, rawId, type, response: signed, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: party.origins,
      expectedRPID: party.host,
      credential: { id: credential_id, publicKey: new Uint8Array(public_key), counter },
    })
    if (!verified) throw new Error('its signature is wrong')
    return authenticationInfo.newCounter
  } catch (error) {
    log.info({ reason: reasonOf(error) }, 'a passkey was refused')
    return refusePasskey()
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
