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

/**
 * On an ordered link only a fault can cause this: the runner has to connect again and start from
 * the stored position.
 */
export class IncompleteError extends Error {
  override readonly name = 'IncompleteError'
}

/** Whether an end after `seq` chunks has nothing missing before it. */
export function isComplete(position: OutputPosition, seq: number): boolean {
  return position.seq === seq
}

/** How many bytes beyond the limit are kept, for the marker that says why the rest is missing. */
const MARGIN = 64 * 1024
/** The most chunks of one run, because each costs more than its bytes. */
const CHUNKS_MAX = 2 ** 20

/**
 * Whether the server keeps output up to this position. An honest keeper has cut the output already;
 * others are cut here.
 */
export function isKept(position: OutputPosition, outputLimit: number): boolean {
  const { seq, stdout, stderr, system, agent } = position
  return seq <= CHUNKS_MAX && stdout + stderr + system + agent <= outputLimit + MARGIN
}

/** Stands for the first chunk that isn't kept, and for all that follow. */
export function marker(outputLimit: number): Uint8Array<ArrayBuffer> {
  const limit = Math.floor(outputLimit / 1024)
  return Buffer.from(`Output limit of ${limit} KiB reached: what follows is not kept.\n`)
}
