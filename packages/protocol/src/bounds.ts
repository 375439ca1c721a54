/** How much of each kind of evidence is kept for one run; texts in characters. */
export const EVIDENCE_MAX = {
  files: 1000,
  path: 4096,
  diff: 64 * 1024,
  commands: 1000,
  command: 2000,
  denied: 2000,
} as const

/**
 * Characters of a question's input as JSON. A question holds all that would be done, so a longer one
 * isn't put to anybody: it is refused.
 */
export const QUESTION_MAX = 128 * 1024
