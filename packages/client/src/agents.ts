import type { RequestOptions, Transport } from './call.ts'
import type { BodyOf } from './route-types.ts'

/** How the server sets up the agents of desktops. */
export function agentsOf({ call }: Transport) {
  return {
    /** Without what is secret. `setup` is null where what the machine itself says counts. */
    get: (desktopId: string, options: RequestOptions = {}) =>
      call('getAgentSetup', { ...options, params: { id: desktopId } }),

    /** The agent isn't ready until it has answered: watch the desktop's `agentReady`. */
    setUp: (desktopId: string, body: BodyOf<'setAgentUp'>, options: RequestOptions = {}) =>
      call('setAgentUp', { ...options, params: { id: desktopId }, body }),

    remove: (desktopId: string, options: RequestOptions = {}) =>
      call('removeAgentSetup', { ...options, params: { id: desktopId } }),

    /**
     * Gives other desktops this one's agent with its secrets, its permission rules and its default time
     * limit: an outcome for each, of which one that is refused keeps no other from it.
     */
    copy: (desktopId: string, desktopIds: string[], options: RequestOptions = {}) =>
      call('copyAgent', { ...options, params: { id: desktopId }, body: { desktopIds } }),

    /** Has the desktop ask its agent, which takes seconds, of a program that has to start more than a minute. */
    test: (desktopId: string, options: RequestOptions = {}) =>
      call('testAgent', { ...options, params: { id: desktopId } }),
  }
}
