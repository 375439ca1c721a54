import { accountOf } from './account.ts'
import { activityOf } from './activity.ts'
import { agentsOf } from './agents.ts'
import { approvalsOf } from './approvals.ts'
import { auditOf } from './audit.ts'
import { boardOf } from './board.ts'
import { type ClientOptions, createTransport, type RequestOptions } from './call.ts'
import { desktopsOf } from './desktops.ts'
import { apiKeysOf, serviceAccountsOf } from './keys.ts'
import { invitationsOf, membersOf, usersOf, workspacesOf } from './people.ts'
import { searchOf } from './search.ts'
import { ssoOf } from './sso.ts'
import { tasksOf } from './tasks.ts'
import { metricsOf, overviewOf, settingsOf } from './workspace.ts'

/**
 * The API as methods. Each rejects with {@link ApiError} when the server refuses and with {@link
 * ConnectionError} when it can't be reached; both only after further tries where these do no harm.
 * POSTs carry an `Idempotency-Key`, so that nothing is done twice.
 */
export function createClient(options: ClientOptions) {
  const transport = createTransport(options)
  return {
    board: boardOf(transport),
    tasks: tasksOf(transport),
    search: searchOf(transport),
    approvals: approvalsOf(transport),
    settings: settingsOf(transport),
    activity: activityOf(transport),
    audit: auditOf(transport),
    overview: overviewOf(transport),
    metrics: metricsOf(transport),
    desktops: desktopsOf(transport),
    agents: agentsOf(transport),
    account: accountOf(transport),
    apiKeys: apiKeysOf(transport),
    serviceAccounts: serviceAccountsOf(transport),
    workspaces: workspacesOf(transport),
    members: membersOf(transport),
    invitations: invitationsOf(transport),
    users: usersOf(transport),
    sso: ssoOf(transport),
    /** Where the server keeps its data, and what takes the room. */
    storage: (options: RequestOptions = {}) => transport.call('getStorage', options),
    health: (options: RequestOptions = {}) => transport.call('getHealth', options),
    /** Rejects with `not_ready` while the server should be sent no requests. */
    ready: (options: RequestOptions = {}) => transport.call('getReady', options),
  }
}

export type Client = ReturnType<typeof createClient>
