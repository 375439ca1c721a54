import type { ActivityEntry } from '@mission-control/protocol'
import { iso } from '../iso.ts'
import { readActor } from '../store/kept-actor.ts'
import type { ActivityRow } from '../store/schema.ts'

/** The event as the API lists it. */
export function toActivityEntry({ seq, at, type, payload, actor }: ActivityRow): ActivityEntry {
  const event = { type, payload: JSON.parse(payload) } as ActivityEntry
  return { ...event, id: seq, at: iso(at), actor: readActor(actor) }
}
