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

/** On an ordered link only a fault can do that: the runner is to connect and settle anew. */
export class IncompleteError extends Error {
  override readonly name = 'IncompleteError'
}

/** Whether an end after `seq` chunks has nothing missing before it. */
export function isComplete(position: OutputPosition, seq: number): boolean {
  return position.seq === seq
}

/** Beyond its limit a run may say in so many bytes why what follows is missing. */
const MARGIN = 64 * 1024
/** Chunks of one run: smaller ones than these stand for less than they take. */
const CHUNKS_MAX = 2 ** 20

/**
 * Whether the server keeps what brings a run's output to this position. Its keeper has kept to the
 * limit before, by its own words; who doesn't is cut here.
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
