// Apart from the schemas that hold these limits: a page needs the limits and not the schemas.

/** Bytes that `content` may have at most, in UTF-8. */
export const CONTENT_MAX_BYTES = 64 * 1024

/** What is longer isn't seen as a whole by whoever doesn't ask for the rest of it, in characters. */
export const GLANCE_MAX = 4_000

/** So many batches are asked for at a time. */
export const BATCHES_MAX = 100
