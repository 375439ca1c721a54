import type { ErrorCode, FieldError } from '@mission-control/protocol'

interface Refusal {
  status: number
  code: ErrorCode | 'unknown'
  detail: string
  errors?: readonly FieldError[] | undefined
  retryAfter?: number | null
}

/** The server answered, and refused the request. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  /** The catalogue's code; `unknown` where the answer is not the server's own, such as a proxy's. */
  readonly code: ErrorCode | 'unknown'
  /** What was expected and what was got. */
  readonly detail: string
  /** The invalid fields, if it was the input. */
  readonly errors: readonly FieldError[]
  /** After how many seconds another try makes sense, if the server said so. */
  readonly retryAfter: number | null

  constructor({ status, code, detail, errors = [], retryAfter = null }: Refusal) {
    super(detail)
    this.status = status
    this.code = code
    this.detail = detail
    this.errors = errors
    this.retryAfter = retryAfter
  }
}

/** No answer, or one that broke off: whether the server acted on the request is not known. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError'
}

/** A wait for a task took longer than was allowed; the message says how far the task has come. */
export class WaitTimeoutError extends Error {
  override readonly name = 'WaitTimeoutError'
}
