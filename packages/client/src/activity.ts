import type {
  ActivityEntry,
  ActivityEvent,
  Actor,
  DesktopEvent,
  LiveEvent,
} from '@mission-control/protocol'
import type { RequestOptions, Transport } from './call.ts'
import type { QueryOf } from './route-types.ts'
import { follow, type StreamOptions } from './stream/follow.ts'

/**
 * `id` and `at`: the event's place in the log and its time (ISO); null for what passes by live. `actor`: who
 * made it happen; null: not known.
 */
export interface StreamedActivity {
  id: number | null
  at: string | null
  actor: Actor | null
  event: ActivityEvent | LiveEvent | DesktopEvent
}

export interface ActivityStreamOptions extends StreamOptions {
  /** Start behind this place in the log, such as a snapshot's cursor. Default: what happens from now on. */
  after?: number | undefined
  /**
   * The desktops' live events as well: on every connection the status of each, then what changes. So
   * one connection is enough for a page. Default: false.
   */
  desktops?: boolean | undefined
}

export function activityOf({ call, request }: Transport) {
  return {
    /** Past events: oldest first with `after`, else newest first. */
    async list(
      query: QueryOf<'listActivity'> = {},
      options: RequestOptions = {},
    ): Promise<ActivityEntry[]> {
      const entries = await call('listActivity', { ...options, query })
      return entries as ActivityEntry[] // The schema leaves the payload open, the type pairs it.
    },

    /**
     * Every event from the cursor on, once and in order, across any number of cuts. `stream.reset`
     * says that this is no longer possible: take a new snapshot and go on; the stream does so from
     * that event's id. Ends when the signal aborts; throws ApiError when the key is refused.
     */
    async *stream(options: ActivityStreamOptions = {}): AsyncGenerator<StreamedActivity, void> {
      const query = options.desktops ? { desktops: true } : {}
      const connect = (headers: Record<string, string>, signal: AbortSignal) =>
        request('streamActivity', { headers, signal, query, retries: 0 })

      let cursor = options.after ?? null
      const told = follow<StreamedActivity['event'] & { at?: string; actor?: Actor | null }>(
        connect,
        options,
        cursor,
      )
      for await (const { id, event: whole } of told) {
        const { at = null, actor = null, ...event } = whole
        // After a restored backup the head may lie behind us: only a reset moves back.
        if (event.type !== 'stream.reset' && id !== null && cursor !== null && id <= cursor)
          continue
        cursor = id ?? cursor
        yield { id, at, actor, event }
      }
    },
  }
}
