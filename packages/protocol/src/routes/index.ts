import { accountRoutes } from './account.ts'
import { activityRoutes } from './activity.ts'
import { agentsRoutes } from './agents.ts'
import { approvalsRoutes } from './approvals.ts'
import { auditRoutes } from './audit.ts'
import { boardRoutes } from './board.ts'
import { chatRoutes } from './chat.ts'
import { desktopsRoutes } from './desktops.ts'
import { joiningRoutes } from './joining.ts'
import { keysRoutes } from './keys.ts'
import { passkeyRoutes } from './passkeys.ts'
import { peopleRoutes } from './people.ts'
import { searchRoutes } from './search.ts'
import { serviceRoutes } from './service.ts'
import { signInRoutes } from './sign-in.ts'
import { ssoSettingsRoutes } from './sso-settings.ts'
import { tasksRoutes } from './tasks.ts'
import { workspaceRoutes } from './workspace.ts'

export { pathParameters } from './parameters.ts'
export { type Route, TAGS } from './route.ts'
export { RunOutcome } from './tasks.ts'

/** The whole HTTP API. The server binds handlers to it, the client calls by it, OpenAPI is made from it. */
export const routes = {
  ...boardRoutes,
  ...tasksRoutes,
  ...searchRoutes,
  ...approvalsRoutes,
  ...workspaceRoutes,
  ...activityRoutes,
  ...auditRoutes,
  ...desktopsRoutes,
  ...joiningRoutes,
  ...agentsRoutes,
  ...chatRoutes,
  ...accountRoutes,
  ...keysRoutes,
  ...signInRoutes,
  ...ssoSettingsRoutes,
  ...passkeyRoutes,
  ...peopleRoutes,
  ...serviceRoutes,
} as const

export type Routes = typeof routes
export type RouteName = keyof Routes
