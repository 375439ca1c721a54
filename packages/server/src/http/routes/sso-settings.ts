import type { FastifyRequest } from 'fastify'
import type { SignInOptions } from '../../auth/sign-in-options.ts'
import { changeProvider, createProvider, removeProvider } from '../../auth/sso/change-providers.ts'
import { checkProvider } from '../../auth/sso/check-provider.ts'
import type { SingleSignOn } from '../../auth/sso/single-sign-on.ts'
import { getSso, requireSsoForAll, shownProvider } from '../../auth/sso/sso-settings.ts'
import type { Core } from '../../core.ts'
import { flowCookie } from '../flow-cookie.ts'
import type { Handlers } from '../handlers.ts'
import { pageAddress } from '../trust-proxy.ts'

type SsoSettingsRoutes =
  | 'getSso'
  | 'updateSso'
  | 'createSsoProvider'
  | 'updateSsoProvider'
  | 'deleteSsoProvider'
  | 'testSsoProvider'
  | 'startSsoTrial'
  | 'finishSsoTrial'

export function ssoSettingsHandlers(
  core: Core,
  options: SignInOptions,
  sso: SingleSignOn,
): Handlers<SsoSettingsRoutes> {
  const pagesOf = (request: FastifyRequest) => (path: string) =>
    pageAddress(request, path, options.publicUrl)

  return {
    getSso: ({ request }) => getSso(core, options, pagesOf(request)),
    async updateSso({ body, request }) {
      await requireSsoForAll(core, options, body.required)
      return await getSso(core, options, pagesOf(request))
    },
    async createSsoProvider({ caller, body, request }) {
      const made = await createProvider(core, options, caller, body)
      return await shownProvider(core.store.db, made, pagesOf(request))
    },
    async updateSsoProvider({ caller, params, body, request }) {
      const changed = await changeProvider(core, options, caller, params.id!, body)
      return await shownProvider(core.store.db, changed, pagesOf(request))
    },
    deleteSsoProvider: async ({ params }) => void (await removeProvider(core, options, params.id!)),
    async testSsoProvider({ params, request }) {
      const provider = await sso.find(params.id!)
      return await checkProvider(provider, pagesOf(request)(`/sign-in/${provider.id}`))
    },
    async startSsoTrial({ caller, params, request, reply }) {
      const page = pagesOf(request)(`/sign-in/${params.id}`)
      const { url, flow } = await sso.beginTrial(params.id!, caller, page)
      flowCookie.set(request, reply, flow)
      return { url }
    },
    async finishSsoTrial({ caller, body, request, reply }) {
      flowCookie.clear(request, reply)
      return await sso.finishTrial(body.provider, caller, body.answer, flowCookie.of(request))
    },
  }
}
