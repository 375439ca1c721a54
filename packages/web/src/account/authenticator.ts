import type { PasskeyOptions } from '@mission-control/protocol'
import {
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser'
import { text } from '../strings/index.ts'

/** Has the person's device sign, as the server's other half of the library has asked for it. */
export async function signBy({ options }: PasskeyOptions) {
  const optionsJSON = options as unknown as PublicKeyCredentialRequestOptionsJSON
  return await startAuthentication({ optionsJSON }).catch(inWords)
}

/** Has it make a passkey. */
export async function makePasskey({ options }: PasskeyOptions) {
  const optionsJSON = options as unknown as PublicKeyCredentialCreationOptionsJSON
  return await startRegistration({ optionsJSON }).catch(inWords)
}

/** Browsers say the same of somebody who cancels and of a device that knows no passkey. */
function inWords(error: Error): never {
  if (error.name === 'InvalidStateError') throw new Error(text.passkeys.known)
  if (error.name === 'NotAllowedError') throw new Error(text.passkeys.cancelled)
  throw error
}
