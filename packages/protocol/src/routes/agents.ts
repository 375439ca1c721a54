import { endpoints } from '../endpoints.ts'
import { AgentSetupAnswer, AgentTest, NewAgentSetup } from '../resources/agent-setup.ts'
import type { RouteTable } from './route.ts'

export const agentsRoutes = {
  getAgentSetup: {
    ...endpoints.getAgentSetup,
    tag: 'Agents',
    summary:
      "The server's set-up of the desktop's agent, without what is secret; null where it has none",
    status: 200,
    response: AgentSetupAnswer,
    errors: ['desktop_not_found'],
  },
  setAgentUp: {
    ...endpoints.setAgentUp,
    tag: 'Agents',
    summary: "Set the desktop's agent up, in place of what the machine itself says",
    body: NewAgentSetup,
    status: 200,
    response: AgentSetupAnswer,
    errors: ['desktop_not_found', 'runner_too_old', 'secret_key_unusable'],
  },
  removeAgentSetup: {
    ...endpoints.removeAgentSetup,
    tag: 'Agents',
    summary: "Remove the server's set-up: what the machine itself says counts again",
    status: 204,
    errors: ['desktop_not_found'],
  },
  testAgent: {
    ...endpoints.testAgent,
    tag: 'Agents',
    summary: "Ask the desktop's agent whether it is there; answers in words",
    status: 200,
    response: AgentTest,
    errors: ['desktop_not_found', 'desktop_unavailable', 'runner_too_old'],
  },
} as const satisfies RouteTable
