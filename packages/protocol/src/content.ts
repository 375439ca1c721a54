// Kept apart from the schemas: a page needs these limits, but not the schemas.

/** Bytes that `content` may have at most, in UTF-8. */
export const CONTENT_MAX_BYTES = 64 * 1024

/** Longer texts are folded until somebody asks for the rest, in characters. */
export const GLANCE_MAX = 4_000

/** The most batches to ask for at a time. */
export const BATCHES_MAX = 100
