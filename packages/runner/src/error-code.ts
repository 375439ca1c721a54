/** Whether a system call failed in this way. */
export function hasCode(error: unknown, ...codes: string[]): boolean {
  return codes.includes(codeOf(error))
}

/** Whether the machine, or this process, had too little of something: it may have more later. */
export function isShortage(error: unknown): boolean {
  return hasCode(error, 'EMFILE', 'ENFILE', 'EAGAIN', 'ENOMEM')
}

/** The system's name of a failure, such as `ENOSPC`; the message where there is none. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}

/** Whether the system has refused something that it may grant later, and nothing is wrong with us. */
export function isRefusal(error: unknown): boolean {
  return isShortage(error) || hasCode(error, 'ENOSPC', 'EDQUOT', 'EROFS', 'EIO')
}
