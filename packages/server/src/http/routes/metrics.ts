import type { Core } from '../../core.ts'
import { desktopHistory, fleetHistory } from '../../metrics/history.ts'
import type { Handlers } from '../handlers.ts'

const MINUTES = 60

export function metricsHandlers(core: Core): Handlers<'getMetrics' | 'getDesktopMetrics'> {
  const { db } = core.store
  return {
    getMetrics: ({ caller, query }) =>
      fleetHistory(db, caller.workspaceId, query.minutes ?? MINUTES, core.now()),
    getDesktopMetrics: ({ caller, params, query }) =>
      desktopHistory(db, caller.workspaceId, params.id!, query.minutes ?? MINUTES, core.now()),
  }
}
