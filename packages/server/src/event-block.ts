/** Readers come back this long after a cut, in ms. */
const RETRY_MS = 2_000

/**
 * One block of an event stream. It always has data: readers in wide use hand a block without any to their
 * user as an empty message.
 *
 * `data`: JSON, in one line. `id`: the reader's cursor from here on.
 */
export function eventBlock(data: string, id?: number): string {
  return `${id === undefined ? '' : `id: ${id}\n`}data: ${data}\n\n`
}

/** A stream's first block: when to come back after a cut and, where it has a cursor, its place. */
export function openingBlock(type: 'stream.cursor' | 'stream.reset', id?: number): string {
  return `retry: ${RETRY_MS}\n${eventBlock(JSON.stringify({ type, payload: {} }), id)}`
}

/**
 * A comment, which keeps the connection visibly alive. It doesn't end a block: that would be a block without
 * data.
 */
export function commentLine(text: string): string {
  return `: ${text}\n`
}
