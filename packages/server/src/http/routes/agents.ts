import { copyAgent } from '../../agents/copy.ts'
import { getAgentSetup } from '../../agents/find.ts'
import { putSetup } from '../../agents/put-setup.ts'
import { removeAgentSetup } from '../../agents/remove-setup.ts'
import { testAgent } from '../../agents/test.ts'
import type { Core } from '../../core.ts'
import type { Handlers } from '../handlers.ts'

type AgentRoutes = 'getAgentSetup' | 'setAgentUp' | 'removeAgentSetup' | 'copyAgent' | 'testAgent'

export function agentHandlers(core: Core): Handlers<AgentRoutes> {
  return {
    getAgentSetup: ({ caller, params }) => getAgentSetup(core, caller, params.id!),
    setAgentUp: ({ caller, params, body }) => putSetup(core, caller, params.id!, body),
    removeAgentSetup: async ({ caller, params }) =>
      void (await removeAgentSetup(core, caller, params.id!)),
    copyAgent: ({ caller, params, body }) => copyAgent(core, caller, params.id!, body.desktopIds),
    testAgent: ({ caller, params }) => testAgent(core, caller, params.id!),
  }
}
