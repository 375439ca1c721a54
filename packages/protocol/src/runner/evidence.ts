/**
 * The most that a message of evidence may take, in bytes: more than its diffs, paths and commands come to
 * (`EVIDENCE_MAX`), unless nearly every character of them takes more than one.
 */
export const EVIDENCE_MAX_BYTES = 5 * 1024 * 1024
