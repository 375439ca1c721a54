import { ProblemError } from '@mission-control/protocol'
import type { Core } from '../../core.ts'
import { enrol } from '../../join/enrol.ts'
import type { LoadDownloads } from '../../join/load-downloads.ts'
import { createJoinToken, getJoinTokens, removeJoinToken } from '../../join/tokens.ts'
import type { Handlers } from '../handlers.ts'
import type { RateLimit } from '../rate-limit.ts'
import { addressOf } from '../trust-proxy.ts'

type JoiningRoutes = 'listJoinTokens' | 'createJoinToken' | 'deleteJoinToken' | 'joinDesktop'

export function joiningHandlers(
  core: Core,
  limit: RateLimit,
  downloads: LoadDownloads,
): Handlers<JoiningRoutes> {
  return {
    listJoinTokens: ({ caller }) => getJoinTokens(core, caller),
    async createJoinToken({ caller, body, request }) {
      const created = await createJoinToken(
        core,
        caller,
        body,
        (token) => `curl -fsSL ${wordOf(addressOf(request, '/join'))} | sh -s -- ${token}`,
      )
      // Start making the downloads now, so that whoever pastes the line soon doesn't wait for them.
      downloads()
        .then((all) => all.prepare())
        .catch((error) => {
          core.log.warn(
            { error },
            'What machines fetch to join could not be made: the first that asks tries again.',
          )
        })
      return created
    },
    deleteJoinToken: async ({ caller, params }) =>
      void (await removeJoinToken(core, caller, params.id!)),
    async joinDesktop({ body, request, reply }) {
      try {
        return await enrol(core, body)
      } catch (error) {
        // A right token is never held back: a fleet may come from one address.
        if (error instanceof ProblemError && error.problem.code === 'wrong_join_token') {
          await limit.countWrongKey(request.ip, reply)
        }
        throw error
      }
    },
  }
}

/** Quoted if necessary: some shells take the brackets of an IPv6 address for a pattern. */
function wordOf(url: string): string {
  return url.includes('[') ? `'${url}'` : url
}
