/** The most that a message of evidence may take, in bytes: far below what a link carries at once. */
export const EVIDENCE_MAX_BYTES = 8 * 1024 * 1024
