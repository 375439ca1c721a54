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
 * The API as methods. Every one rejects with {@link ApiError} when the server says no and with
 * {@link ConnectionError} when it cannot be reached; both only after further tries where these do no
 * harm. A POST is sent with an `Idempotency-Key`, so that it isn't done twice.
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
