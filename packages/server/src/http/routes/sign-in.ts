import { fail } from '@mission-control/protocol'
import type { FastifyRequest } from 'fastify'
import { relyingPartyOf } from '../../auth/passkeys/relying-party.ts'
import { requirePasswordsAllowed } from '../../auth/passwords-allowed.ts'
import { mailResetLink, makeResetLink, resetPassword } from '../../auth/reset-password.ts'
import { resetFactors } from '../../auth/second-factor/reset-factors.ts'
import {
  confirmAuthenticator,
  getTotp,
  removeTotp,
  startTotp,
} from '../../auth/second-factor/second-factor.ts'
import { signInByHeader } from '../../auth/sign-in-by-header.ts'
import type { SignInOptions } from '../../auth/sign-in-options.ts'
import { isSsoRequired } from '../../auth/sso/providers.ts'
import type { SingleSignOn } from '../../auth/sso/single-sign-on.ts'
import type { Core } from '../../core.ts'
import { Mail } from '../../mail/mail.ts'
import { flowCookie } from '../flow-cookie.ts'
import type { Handlers } from '../handlers.ts'
import { originOf } from '../origin-of.ts'
import { proving } from '../proving.ts'
import type { RateLimit } from '../rate-limit.ts'
import { clearSessionCookie, setSessionCookie } from '../session-cookie.ts'
import { pageAddress, saidByProxy } from '../trust-proxy.ts'

type SignInRoutes =
  | 'getSignInWays'
  | 'signInByHeader'
  | 'startSso'
  | 'finishSso'
  | 'signOutOfSso'
  | 'requestReset'
  | 'resetPassword'
  | 'makeResetLink'
  | 'resetFactors'
  | 'getTotp'
  | 'startTotp'
  | 'confirmTotp'
  | 'removeTotp'

export function signInHandlers(
  core: Core,
  limit: RateLimit,
  options: SignInOptions,
  sso: SingleSignOn,
): Handlers<SignInRoutes> {
  const mail = options.mail && new Mail(options.mail, core.log)
  const pageOf = (request: FastifyRequest, path: string) =>
    pageAddress(request, path, options.publicUrl)

  const namedIn = (request: FastifyRequest) =>
    options.trustedHeader === undefined
      ? undefined
      : saidByProxy(request, options.trustedHeader)?.trim().toLowerCase()

  return {
    async getSignInWays({ request }) {
      const password = !(await isSsoRequired(core, options))
      return {
        password,
        providers: await sso.ways(),
        header: namedIn(request) ?? null,
        reset: mail !== undefined && password,
        passkeys: password ? (relyingPartyOf(options.publicUrl, request.host)?.host ?? null) : null,
      }
    },
    async signInByHeader({ request, reply }) {
      const { token, user } = await limit.guess({ address: request.ip }, reply, () =>
        signInByHeader(core, namedIn(request) ?? refuseHeader(options), originOf(request)),
      )
      setSessionCookie(request, reply, token)
      return { user }
    },
    async startSso({ body, request, reply }) {
      const page = pageOf(request, `/sign-in/${body.provider}`)
      const begun = await sso.begin(body.provider, body.returnTo, page)
      flowCookie.set(request, reply, begun.flow)
      return { url: begun.url }
    },
    async finishSso({ body, request, reply }) {
      flowCookie.clear(request, reply)
      const { token, user, returnTo } = await limit.guess({ address: request.ip }, reply, () =>
        sso.finish(body.provider, body.answer, flowCookie.of(request), originOf(request)),
      )
      setSessionCookie(request, reply, token)
      return { user, returnTo }
    },
    async signOutOfSso({ caller, request, reply }) {
      const url = await sso.signOut(caller, pageOf(request, '/'))
      clearSessionCookie(request, reply)
      return { url }
    },
    async requestReset({ body: { email }, request, reply }) {
      await requirePasswordsAllowed(core, options)
      if (!mail) fail('mail_unavailable', 'This server sends no e-mail. Ask an admin for a link.')
      // Each counts, whether there is such a user or not.
      await limit.countGuess({ address: request.ip, account: `reset ${email}` }, reply)
      const link = (token: string) => `${options.publicUrl}/reset#${token}`
      // Not waited for: what there is to do for a user takes time.
      mailResetLink(core, mail, email, link).catch((error) =>
        core.log.error({ error }, 'a link to reset a password could not be made'),
      )
    },
    resetPassword: async ({ body, request, reply }) =>
      void (await limit.guess({ address: request.ip }, reply, () => resetPassword(core, body))),
    makeResetLink: ({ params, request }) =>
      makeResetLink(core, params.id!, (token) => pageOf(request, `/reset#${token}`)),
    resetFactors: async ({ caller, params }) => void (await resetFactors(core, caller, params.id!)),
    getTotp: ({ caller }) => getTotp(core, caller),
    startTotp: (input) =>
      proving(limit, input, () => startTotp(core, input.caller, input.body.password)),
    confirmTotp: ({ caller, body, reply }) =>
      limit.guessCode(caller.userId, reply, () => confirmAuthenticator(core, caller, body.code)),
    removeTotp: async (input) =>
      void (await proving(limit, input, () => removeTotp(core, input.caller, input.body))),
  }
}

function refuseHeader({ trustedHeader }: SignInOptions): never {
  return fail(
    'untrusted_header',
    trustedHeader === undefined
      ? 'This server believes no header: MISSION_CONTROL_TRUSTED_HEADER names none.'
      : `Expected the header ${trustedHeader} from a proxy that MISSION_CONTROL_TRUST_PROXY names; this request has come another way, or without it.`,
  )
}
