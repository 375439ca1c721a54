import { ProblemError, scopesOf } from '@mission-control/protocol'
import type { NewSession } from '../../auth/open-session.ts'
import { changePassword } from '../../auth/password.ts'
import { requirePasswordsAllowed } from '../../auth/passwords-allowed.ts'
import {
  findSession,
  getSessions,
  revokeSession,
  type SignedInUser,
  signOut,
} from '../../auth/sessions.ts'
import { setUp } from '../../auth/set-up.ts'
import { signIn, type TryCode } from '../../auth/sign-in.ts'
import type { SignInOptions } from '../../auth/sign-in-options.ts'
import type { Core } from '../../core.ts'
import { joinByInvitation } from '../../people/join.ts'
import { changeName } from '../../people/users.ts'
import { anyPassword } from '../../store/accounts.ts'
import { workspaceOf } from '../authenticate.ts'
import type { Handlers, Input } from '../handlers.ts'
import { originOf } from '../origin-of.ts'
import type { RateLimit } from '../rate-limit.ts'
import { clearSessionCookie, sessionTokenOf, setSessionCookie } from '../session-cookie.ts'

type AccountRoutes =
  | 'getSession'
  | 'setUp'
  | 'signIn'
  | 'signOut'
  | 'joinByInvitation'
  | 'listSessions'
  | 'deleteSession'
  | 'changeName'
  | 'changePassword'

export function accountHandlers(
  core: Core,
  limit: RateLimit,
  options: SignInOptions,
): Handlers<AccountRoutes> {
  return {
    async getSession({ request, reply }) {
      const token = sessionTokenOf(request)
      const workspace = workspaceOf(request, false)
      const found = token === undefined ? undefined : await findSession(core, token, workspace)
      if (token && found) setSessionCookie(request, reply, token)
      return {
        user: found?.user ?? null,
        workspace: (found?.place && placeOf(found.place)) ?? null,
        needsSetUp: !(await anyPassword(core.store.db)),
      }
    },
    setUp: ({ body, ...input }) =>
      admit(input, limit, undefined, () => setUp(core, body, originOf(input.request))),
    async signIn({ body, request, reply }) {
      await requirePasswordsAllowed(core, options)
      const guess = { address: request.ip, account: body.email }
      const tryCode: TryCode = (userId, attempt) => limit.guessCode(userId, reply, attempt)
      const made = await limit.guess(guess, reply, () =>
        signIn(core, body, originOf(request), tryCode).catch(whoeverKnowsThePassword),
      )
      if (made instanceof ProblemError) throw made
      setSessionCookie(request, reply, made.token)
      return { user: made.user }
    },
    joinByInvitation: async ({ body, ...input }) => {
      await requirePasswordsAllowed(
        core,
        options,
        'Ask for an invitation for your e-mail address: it lets you in there.',
      )
      return await admit(input, limit, undefined, () =>
        joinByInvitation(core, body, originOf(input.request)),
      )
    },
    async signOut({ caller, request, reply }) {
      await signOut(core, caller)
      clearSessionCookie(request, reply)
    },
    listSessions: ({ caller }) => getSessions(core, caller),
    deleteSession: async ({ caller, params }) =>
      void (await revokeSession(core, caller, params.id!)),
    changeName: ({ caller, body }) => changeName(core, caller, body.name),
    changePassword: async ({ caller, body, request, reply }) =>
      void (await limit.guess({ address: request.ip, account: caller.userId }, reply, () =>
        changePassword(core, caller, body),
      )),
  }
}

/** The user's workspace and role, in the words of the API. */
function placeOf({ workspaceId, isHome, role }: NonNullable<SignedInUser['place']>) {
  return { id: workspaceId, personal: isHome, role, scopes: [...scopesOf(role)] }
}

/** The password was right, so this is no failed guess: the next step is a code. */
function whoeverKnowsThePassword(error: unknown): ProblemError {
  const isAsked = error instanceof ProblemError && error.problem.code === 'second_factor_required'
  if (isAsked) return error
  throw error
}

/** Answers with who is signed in now, and the cookie. */
async function admit(
  { request, reply }: Pick<Input<'signIn'>, 'request' | 'reply'>,
  limit: RateLimit,
  account: string | undefined,
  attempt: () => Promise<NewSession>,
) {
  const guess = { address: request.ip, ...(account !== undefined && { account }) }
  const { token, user } = await limit.guess(guess, reply, attempt)
  setSessionCookie(request, reply, token)
  return { user }
}
