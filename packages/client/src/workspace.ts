import type { Overview } from '@mission-control/protocol'
import { jsonOf, requireCursor } from './answer.ts'
import type { RequestOptions, Transport } from './call.ts'
import type { BodyOf, QueryOf } from './route-types.ts'

export function settingsOf({ call }: Transport) {
  return {
    get: (options: RequestOptions = {}) => call('getSettings', options),

    /** What is left out stays. */
    update: (body: BodyOf<'updateSettings'>, options: RequestOptions = {}) =>
      call('updateSettings', { ...options, body }),
  }
}

export function overviewOf({ call, request }: Transport) {
  return {
    get: (options: RequestOptions = {}) => call('getOverview', options),

    /** The figures with their place in the activity log. */
    async getWithCursor(options: RequestOptions = {}) {
      const response = await request('getOverview', options)
      const overview = (await jsonOf(response, options.signal)) as Overview
      return { overview, cursor: requireCursor(response) }
    },
  }
}

export function metricsOf({ call }: Transport) {
  return {
    /** Load and throughput over the last `minutes` (60 by default, 1440 at most), for charts. */
    get: (query: QueryOf<'getMetrics'> = {}, options: RequestOptions = {}) =>
      call('getMetrics', { ...options, query }),
  }
}
