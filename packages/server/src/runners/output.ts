import type { OutputPosition, UpOf } from '@mission-control/protocol/runner'

/**
 * Where a run's output stands after `chunk`, or null if it isn't the next one: a chunk that is stored
 * already (sent again after a reconnect), or one after a gap. Both are dropped; the acknowledgement
 * tells the runner where to go on.
 */
export function advance(position: OutputPosition, chunk: UpOf<'output'>): OutputPosition | null {
  const { seq, stream, offset, data } = chunk
  if (seq !== position.seq + 1 || offset !== position[stream]) return null
  return { ...position, seq, [stream]: offset + data.length }
}

/** Whether an end after `seq` chunks has nothing missing before it. */
export function isComplete(position: OutputPosition, seq: number): boolean {
  return position.seq === seq
}
