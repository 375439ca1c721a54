import type { DesktopEvent, LiveEvent, OutputSkipped } from '@mission-control/protocol'
import type { OutputNotice } from '../bus/bus.ts'
import { chunkText } from '../chunk-text.ts'
import { eventBlock, openingBlock } from '../event-block.ts'
import { iso } from '../iso.ts'
import { actorJson } from '../store/kept-actor.ts'
import type { ActivityRow } from '../store/schema.ts'

/** A durable event as it goes over the wire. The payload is JSON already: it is never parsed here. */
export function activityFrame(row: ActivityRow): string {
  const data = `{"type":"${row.type}","payload":${row.payload},"at":"${iso(row.at)}","actor":${actorJson(row.actor)}}`
  return eventBlock(data, row.seq)
}

/** An event that is sent once and not stored. It has no id, so it moves no cursor. */
export function liveFrame(event: LiveEvent | DesktopEvent): string {
  return eventBlock(JSON.stringify(event))
}

/** Live output. It becomes text here, once for everyone who watches. */
export function outputFrame({ data, ...about }: OutputNotice): string {
  return liveFrame({ type: 'task.output', payload: { ...about, data: chunkText(data) } })
}

/** Tells a client that was behind up to which chunk it was not sent a task's output. */
export function skippedFrame(payload: OutputSkipped): string {
  return liveFrame({ type: 'output.skipped', payload })
}

/** Sets the client's cursor and nothing else. */
export function cursorFrame(seq: number): string {
  return openingBlock('stream.cursor', seq)
}

/** Tells the client that its cursor can't be continued, and where the log is now. */
export function resetFrame(head: number): string {
  return openingBlock('stream.reset', head)
}
