/** Every error that the API answers: its stable code, its HTTP status and its title. */
const ERRORS = {
  invalid_request: [400, 'Invalid request'],
  malformed_json: [400, 'Malformed JSON'],
  unknown_desktop: [400, 'Unknown desktop'],
  unknown_task: [400, 'Unknown task'],
  unknown_service_account: [400, 'Unknown service account'],
  unknown_provider: [400, 'Unknown sign-in provider'],
  unknown_workspace: [400, 'Unknown workspace'],
  wrong_name: [400, 'Another name'],
  unauthenticated: [401, 'Not authenticated'],
  wrong_credentials: [401, 'Wrong e-mail or password'],
  second_factor_required: [401, 'Second factor required'],
  wrong_code: [401, 'Wrong code'],
  wrong_passkey: [401, 'Passkey refused'],
  sso_failed: [401, 'Single sign-on failed'],
  wrong_set_up_token: [401, 'Invalid set-up link'],
  wrong_invitation: [401, 'Invalid invitation'],
  wrong_reset_token: [401, 'Invalid reset link'],
  wrong_join_token: [401, 'Invalid join token'],
  not_allowed: [403, 'Not allowed'],
  not_admitted: [403, 'Not admitted'],
  untrusted_header: [403, 'Header not trusted'],
  sso_required: [403, 'Single sign-on required'],
  own_task: [403, 'Your own task'],
  foreign_origin: [403, 'Request from another site'],
  route_not_found: [404, 'Route not found'],
  workspace_not_found: [404, 'Workspace not found'],
  task_not_found: [404, 'Task not found'],
  batch_not_found: [404, 'Batch not found'],
  approval_not_found: [404, 'Approval not found'],
  desktop_not_found: [404, 'Desktop not found'],
  api_key_not_found: [404, 'API key not found'],
  service_account_not_found: [404, 'Service account not found'],
  join_token_not_found: [404, 'Join token not found'],
  member_not_found: [404, 'Member not found'],
  user_not_found: [404, 'User not found'],
  invitation_not_found: [404, 'Invitation not found'],
  provider_not_found: [404, 'Sign-in provider not found'],
  session_not_found: [404, 'Session not found'],
  passkey_not_found: [404, 'Passkey not found'],
  chat_turn_not_found: [404, 'Chat turn not found'],
  method_not_allowed: [405, 'Method not allowed'],
  request_timeout: [408, 'Request timed out'],
  second_factor_on: [409, 'Two-factor sign-in is on'],
  second_factor_off: [409, 'Two-factor sign-in is off'],
  status_conflict: [409, 'Status conflict'],
  last_admin: [409, 'Last admin'],
  personal_workspace: [409, 'Personal workspace'],
  already_member: [409, 'Already a member'],
  too_many_workspaces: [409, 'Too many workspaces'],
  provider_taken: [409, 'Provider set up already'],
  too_many_providers: [409, 'Too many providers'],
  set_by_environment: [409, 'Set by the environment'],
  would_lock_out: [409, 'Would lock the owner out'],
  desktop_busy: [409, 'Desktop busy'],
  too_many_passkeys: [409, 'Too many passkeys'],
  passkeys_unavailable: [409, 'No passkeys at this address'],
  agent_not_set_up: [409, 'Agent not set up here'],
  runner_too_old: [409, 'Runner too old'],
  nothing_to_upgrade: [409, 'Nothing to upgrade'],
  idempotency_in_flight: [409, 'First request still running'],
  join_token_over: [410, 'Join token over'],
  body_too_large: [413, 'Body too large'],
  unsupported_media_type: [415, 'Unsupported media type'],
  idempotency_mismatch: [422, 'Idempotency key already used'],
  rate_limited: [429, 'Too many requests'],
  chat_full: [429, 'Too many waiting messages'],
  head_too_large: [431, 'Request head too large'],
  internal: [500, 'Internal error'],
  insufficient_storage: [507, 'Insufficient storage'],
  database_unreachable: [503, 'Database unreachable'],
  provider_unavailable: [503, 'Sign-in provider unavailable'],
  desktop_unavailable: [503, 'Desktop unavailable'],
  agent_not_ready: [503, 'Agent not ready'],
  mail_unavailable: [503, 'No e-mail from here'],
  overloaded: [503, 'Server overloaded'],
  secret_key_unusable: [503, 'Secret key unusable'],
  not_ready: [503, 'Not ready'],
} as const satisfies Record<string, readonly [status: number, title: string]>

export type ErrorCode = keyof typeof ERRORS
export const ERROR_CODES = Object.keys(ERRORS) as [ErrorCode]

export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(ERRORS, code)
}

/** What is wrong with one field of the input, by its path; in `not_ready`, with one part of the server. */
export interface FieldError {
  path: string
  message: string
}

/** RFC 9457 problem document. */
export type Problem = {
  type: string
  title: string
  status: number
  /** What was expected and what was got. */
  detail: string
  code: ErrorCode
  errors?: FieldError[] | undefined
}

export function problem(code: ErrorCode, detail: string, errors?: FieldError[]): Problem {
  const [status, title] = ERRORS[code]
  const type = `urn:mission-control:problem:${code}`
  return { type, title, status, detail, code, ...(errors && { errors }) }
}

export function statusOf(code: ErrorCode): number {
  return ERRORS[code][0]
}

/**
 * The one error that operations throw for a mistake of their caller; any other error is a bug or an
 * outage.
 */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

/** Throws the catalogue's error `code`; `detail` says what was expected and what was got. */
export function fail(code: ErrorCode, detail: string, errors?: FieldError[]): never {
  throw new ProblemError(problem(code, detail, errors))
}
