import { type Actor, SYSTEM } from '@mission-control/protocol'

/** Most events are the system's: its name alone is enough. */
const BY_SYSTEM = SYSTEM.kind

/** The actor as a column keeps it. */
export function keepActor(actor: Actor): string {
  return actor.kind === 'system' ? BY_SYSTEM : JSON.stringify(actor)
}

const SYSTEM_JSON = JSON.stringify(SYSTEM)

/** The stored actor as JSON, without parsing it. */
export function actorJson(kept: string | null): string {
  return kept === BY_SYSTEM ? SYSTEM_JSON : (kept ?? 'null')
}

/** Those that were read last: a page of a list has few, and each twice a row. */
const read = new Map<string, Readonly<Actor>>()
/** One more, and all are forgotten. */
const READ_MAX = 100

/** Null: it was written before actors were known. */
export function readActor(kept: string | null): Actor | null {
  if (kept === null) return null
  if (kept === BY_SYSTEM) return SYSTEM
  const known = read.get(kept)
  if (known) return known
  const actor = JSON.parse(kept) as Actor
  if (read.size === READ_MAX) read.clear()
  read.set(kept, actor)
  return actor
}
