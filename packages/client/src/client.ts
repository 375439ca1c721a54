import { accountOf } from './account.ts'
import { activityOf } from './activity.ts'
import { agentsOf } from './agents.ts'
import { approvalsOf } from './approvals.ts'
import { boardOf } from './board.ts'
import { type ClientOptions, createCaller, type RequestOptions } from './call.ts'
import { desktopsOf } from './desktops.ts'
import { searchOf } from './search.ts'
import { tasksOf } from './tasks.ts'
import { apiKeysOf, metricsOf, overviewOf, settingsOf } from './workspace.ts'

/**
 * The API as methods. Each rejects with {@link ApiError} when the server refuses and with {@link
 * ConnectionError} when it can't be reached; both only after further tries where these do no harm.
 * POSTs carry an `Idempotency-Key`, so that nothing is done twice.
 */
export function createClient(options: ClientOptions) {
  const caller = createCaller(options)
  return {
    board: boardOf(caller),
    tasks: tasksOf(caller),
    search: searchOf(caller),
    approvals: approvalsOf(caller),
    settings: settingsOf(caller),
    activity: activityOf(caller),
    overview: overviewOf(caller),
    metrics: metricsOf(caller),
    desktops: desktopsOf(caller),
    agents: agentsOf(caller),
    account: accountOf(caller),
    apiKeys: apiKeysOf(caller),
    /** Where the server keeps its data, and what takes the room. */
    storage: (options: RequestOptions = {}) => caller.call('getStorage', options),
    health: (options: RequestOptions = {}) => caller.call('getHealth', options),
  }
}

export type Client = ReturnType<typeof createClient>
