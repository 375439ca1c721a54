import type { DesktopEvent } from '@mission-control/protocol'
import type { RequestOptions, Transport } from './call.ts'
import { chatOf } from './chat.ts'
import type { BodyOf, QueryOf } from './route-types.ts'
import { follow, type StreamOptions } from './stream/follow.ts'

export function desktopsOf(transport: Transport) {
  const { call, request } = transport
  return {
    chat: chatOf(transport),

    /** All of them, oldest first. */
    list: (options: RequestOptions = {}) => call('listDesktops', options),

    /** The answer holds the credential for the desktop's runner; it is never shown again. */
    create: (body: BodyOf<'createDesktop'>, options: RequestOptions = {}) =>
      call('createDesktop', { ...options, body }),

    /** What machines join by; the answer to `create` holds the token and the line to paste, once. */
    joinTokens: {
      list: (options: RequestOptions = {}) => call('listJoinTokens', options),

      create: (body: BodyOf<'createJoinToken'> = {}, options: RequestOptions = {}) =>
        call('createJoinToken', { ...options, body }),

      /** Revokes at once; the machines that have joined by it stay. */
      delete: (id: string, options: RequestOptions = {}) =>
        call('deleteJoinToken', { ...options, params: { id } }),
    },

    /** What a machine does by a join token. */
    join: (body: BodyOf<'joinDesktop'>, options: RequestOptions = {}) =>
      call('joinDesktop', { ...options, body }),

    get: (id: string, options: RequestOptions = {}) =>
      call('getDesktop', { ...options, params: { id } }),

    /** Its load over the last `minutes` (60 by default, 1440 at most), a point a minute, oldest first. */
    metrics: (id: string, query: QueryOf<'getDesktopMetrics'> = {}, options: RequestOptions = {}) =>
      call('getDesktopMetrics', { ...options, params: { id }, query }),

    /** Renames it, or gives it other labels; what is left out stays. */
    update: (id: string, body: BodyOf<'updateDesktop'>, options: RequestOptions = {}) =>
      call('updateDesktop', { ...options, params: { id }, body }),

    /** Upgrades its runner to the server's version: once no task runs there, or `now`. */
    upgrade: (id: string, body: BodyOf<'upgradeDesktop'> = {}, options: RequestOptions = {}) =>
      call('upgradeDesktop', { ...options, params: { id }, body }),

    /**
     * Moves it to another workspace of which the user is an admin. What it has done stays in this one; it
     * leaves its chat, its agent's set-up and its rules behind.
     */
    move: (id: string, workspaceId: string, options: RequestOptions = {}) =>
      call('moveDesktop', { ...options, params: { id }, body: { workspaceId } }),

    delete: (id: string, options: RequestOptions = {}) =>
      call('deleteDesktop', { ...options, params: { id } }),

    /**
     * What its agent may do, has to ask for, and may never do: the first rule that matches decides.
     */
    permissionRules: (id: string, options: RequestOptions = {}) =>
      call('getPermissionRules', { ...options, params: { id } }),

    /** Replaces all of them. */
    setPermissionRules: (
      id: string,
      body: BodyOf<'setPermissionRules'>,
      options: RequestOptions = {},
    ) => call('setPermissionRules', { ...options, params: { id }, body }),

    /**
     * Status, load, agent and chat as they change. Live only: list the desktops again whenever `onState`
     * says `live`, since what changed during a cut is not replayed.
     */
    async *stream(options: StreamOptions = {}): AsyncGenerator<DesktopEvent, void> {
      const connect = (headers: Record<string, string>, signal: AbortSignal) =>
        request('streamDesktops', { headers, signal, retries: 0 })

      for await (const { event } of follow<DesktopEvent>(connect, options)) yield event
    },
  }
}
