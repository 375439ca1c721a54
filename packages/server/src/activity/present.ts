import type { ActivityEntry } from '@mission-control/protocol'
import { iso } from '../iso.ts'
import type { ActivityRow } from '../store/schema.ts'

/** The event as the API lists it. */
export function toActivityEntry({ seq, at, type, payload }: ActivityRow): ActivityEntry {
  const event = { type, payload: JSON.parse(payload) } as ActivityEntry
  return { ...event, id: seq, at: iso(at) }
}
