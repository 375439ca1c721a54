import type { FastifyReply, FastifyRequest } from 'fastify'
import { CHALLENGE_LASTS } from '../../auth/passkeys/challenge.ts'
import {
  changePasskey,
  createPasskey,
  getPasskeys,
  removePasskey,
  startPasskey,
} from '../../auth/passkeys/passkeys.ts'
import { relyingPartyOf } from '../../auth/passkeys/relying-party.ts'
import { type Begun, signInByPasskey, startPasskeySignIn } from '../../auth/passkeys/sign-in.ts'
import { requirePasswordsAllowed } from '../../auth/passwords-allowed.ts'
import type { SignInOptions } from '../../auth/sign-in-options.ts'
import type { Core } from '../../core.ts'
import { carriedCookie } from '../carried-cookie.ts'
import type { Handlers } from '../handlers.ts'
import { originOf } from '../origin-of.ts'
import { proving } from '../proving.ts'
import type { RateLimit } from '../rate-limit.ts'
import { setSessionCookie } from '../session-cookie.ts'

type PasskeyRoutes =
  | 'startPasskeySignIn'
  | 'signInByPasskey'
  | 'listPasskeys'
  | 'startPasskey'
  | 'createPasskey'
  | 'updatePasskey'
  | 'removePasskey'

const carried = carriedCookie('mission_control_passkey', CHALLENGE_LASTS)

export function passkeyHandlers(
  core: Core,
  limit: RateLimit,
  options: SignInOptions,
): Handlers<PasskeyRoutes> {
  const partyFor = (request: FastifyRequest) => relyingPartyOf(options.publicUrl, request.host)

  const begin = (request: FastifyRequest, reply: FastifyReply, begun: Begun) => {
    carried.set(request, reply, begun.carried)
    return { options: begun.options }
  }

  return {
    async startPasskeySignIn({ request, reply }) {
      await requirePasswordsAllowed(core, options)
      return begin(request, reply, await startPasskeySignIn(core, partyFor(request)))
    },
    async signInByPasskey({ body, request, reply }) {
      await requirePasswordsAllowed(core, options)
      carried.clear(request, reply)
      const { token, user } = await limit.guess({ address: request.ip }, reply, () =>
        signInByPasskey(core, body, carried.of(request), originOf(request)),
      )
      setSessionCookie(request, reply, token)
      return { user }
    },
    listPasskeys: ({ caller }) => getPasskeys(core, caller),
    async startPasskey(input) {
      await requirePasswordsAllowed(core, options)
      const { caller, body, request, reply } = input
      const begun = await proving(limit, input, () =>
        startPasskey(core, caller, body, partyFor(request)),
      )
      return begin(request, reply, begun)
    },
    async createPasskey({ caller, body, request, reply }) {
      carried.clear(request, reply)
      return await createPasskey(core, caller, body, carried.of(request))
    },
    updatePasskey: ({ caller, params, body }) => changePasskey(core, caller, params.id!, body.name),
    async removePasskey(input) {
      const { caller, params, body } = input
      await proving(limit, input, () => removePasskey(core, caller, params.id!, body))
    },
  }
}
