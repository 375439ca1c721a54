import type { DesktopEvent, LiveEvent, OutputSkipped } from '@mission-control/protocol'
import type { OutputNotice } from '../bus/bus.ts'
import { chunkText } from '../chunk-text.ts'
import { iso } from '../iso.ts'
import type { ActivityRow } from '../store/schema.ts'

/** A durable event as it goes over the wire. The payload is JSON already: it is never parsed here. */
export function activityFrame(row: ActivityRow): string {
  return `id: ${row.seq}\ndata: {"type":"${row.type}","payload":${row.payload},"at":"${iso(row.at)}"}\n\n`
}

/** An event that passes by once: no id, so it doesn't move anybody's cursor. */
export function liveFrame(event: LiveEvent | DesktopEvent): string {
  return `data: ${JSON.stringify(event)}\n\n`
}

/** Live output, made text here: once for all who watch. */
export function outputFrame({ data, ...about }: OutputNotice): string {
  return liveFrame({ type: 'task.output', payload: { ...about, data: chunkText(data) } })
}

/** Tells a client that was behind up to which chunk it was not sent a task's output. */
export function skippedFrame(payload: OutputSkipped): string {
  return liveFrame({ type: 'output.skipped', payload })
}

/** Sets the client's cursor and nothing else. */
export function cursorFrame(seq: number): string {
  return `id: ${seq}\n\n`
}

/** Tells the client that its cursor is of no use, and where the log is now. */
export function resetFrame(head: number): string {
  return `id: ${head}\n${liveFrame({ type: 'stream.reset', payload: {} })}`
}
