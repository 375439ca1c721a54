import { z } from 'zod'
import { endpoints } from '../endpoints.ts'
import { AgentCopy, AgentCopyOutcome } from '../resources/agent-copy.ts'
import { AgentSetupAnswer, AgentTest, NewAgentSetup } from '../resources/agent-setup.ts'
import type { RouteTable } from './route.ts'

export const agentsRoutes = {
  getAgentSetup: {
    ...endpoints.getAgentSetup,
    needs: 'read',
    tag: 'Agents',
    summary: "The server's set-up of the desktop's agent, without its secrets; null: it has none",
    status: 200,
    response: AgentSetupAnswer,
    errors: ['desktop_not_found'],
  },
  setAgentUp: {
    ...endpoints.setAgentUp,
    needs: 'desktops',
    tag: 'Agents',
    summary: "Set up the desktop's agent; this replaces what the machine itself says",
    body: NewAgentSetup,
    status: 200,
    response: AgentSetupAnswer,
    errors: ['desktop_not_found', 'runner_too_old', 'secret_key_unusable'],
  },
  removeAgentSetup: {
    ...endpoints.removeAgentSetup,
    needs: 'desktops',
    tag: 'Agents',
    summary: "Remove the server's set-up: what the machine itself says counts again",
    status: 204,
    errors: ['desktop_not_found'],
  },
  copyAgent: {
    ...endpoints.copyAgent,
    needs: 'desktops',
    tag: 'Agents',
    summary:
      'Copy the agent, its permission rules and the default time limit to up to 1,000 desktops; each gets them, or is refused, by itself',
    body: AgentCopy,
    status: 200,
    response: z.array(AgentCopyOutcome),
    errors: ['desktop_not_found', 'agent_not_set_up', 'secret_key_unusable'],
  },
  testAgent: {
    ...endpoints.testAgent,
    needs: 'desktops',
    tag: 'Agents',
    summary: "Test the desktop's agent; the answer says in words what came of it",
    status: 200,
    response: AgentTest,
    errors: ['desktop_not_found', 'desktop_unavailable', 'runner_too_old'],
  },
} as const satisfies RouteTable
