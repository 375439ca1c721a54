/** What this program's own exit codes mean; `run` and `attach` end with their task's. */
export const EXIT = {
  failed: 1,
  usage: 2,
  notFound: 4,
  conflict: 5,
  notAllowed: 6,
  unreachable: 7,
} as const

export type ExitName = keyof typeof EXIT
