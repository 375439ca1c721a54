import { ApiError, ConnectionError, WaitTimeoutError } from '@mission-control/client'
import { CommandError } from '../command-error.ts'
import type { ExitName } from '../exit-codes.ts'

/** What a program is told under `--json`: the server's problem document, or one of the same form. */
interface ToldProblem {
  type: string
  title: string
  status?: number
  detail: string
  code: string
  errors?: readonly { path: string; message: string }[]
}

const BY_STATUS: Record<number, ExitName> = {
  400: 'usage',
  401: 'notAllowed',
  403: 'notAllowed',
  404: 'notFound',
  409: 'conflict',
  413: 'usage',
  422: 'usage',
  503: 'conflict',
}

const TITLES: Record<ExitName, string> = {
  failed: 'Failed',
  usage: 'Wrong command line',
  notFound: 'Not found',
  conflict: 'Conflict',
  notAllowed: 'Not allowed',
  unreachable: "Can't reach the server",
}

/** What to do about an error of the server, where its own words don't say. */
const REMEDIES: Record<string, string> = {
  unauthenticated:
    'Use `mission-control login URL` for a new key, or check MISSION_CONTROL_API_KEY.',
  task_not_found: '`mission-control tasks list` shows which there are.',
  approval_not_found: '`mission-control approvals list` shows which there are.',
  desktop_not_found: '`mission-control desktops list` shows which there are.',
}

/** The exit code's name for an error; null: the error wasn't foreseen. */
export function exitOf(error: unknown): ExitName | null {
  if (error instanceof CommandError) return error.exit
  if (error instanceof ConnectionError) return 'unreachable'
  if (error instanceof WaitTimeoutError) return 'failed'
  if (!(error instanceof ApiError)) return null
  if (error.code === 'unknown') return 'unreachable'
  if (error.code === 'unknown_desktop') return 'notFound'
  return BY_STATUS[error.status] ?? 'failed'
}

export function wordsOf(error: Error): string {
  if (error instanceof ConnectionError) {
    return `${error.message}. Check that the server runs and that its address is right (MISSION_CONTROL_URL, or \`mission-control contexts list\`).`
  }
  if (!(error instanceof ApiError)) return error.message
  if (error.code === 'unknown') {
    return `What answered is no Mission Control: ${error.detail}. Check its address (MISSION_CONTROL_URL, or \`mission-control contexts list\`).`
  }
  const remedy = REMEDIES[error.code]
  return remedy ? `${error.detail} ${remedy}` : error.detail
}

export function problemOf(error: Error, exit: ExitName): ToldProblem {
  const code = error instanceof ApiError ? error.code : exit
  return {
    type: `urn:mission-control:problem:${code}`,
    title: TITLES[exit],
    ...(error instanceof ApiError && { status: error.status }),
    detail: error instanceof ApiError ? error.detail : error.message,
    code,
    ...(error instanceof ApiError && error.errors.length > 0 && { errors: error.errors }),
  }
}
