import { type ErrorCode, type Route, statusOf } from '@mission-control/protocol'

/** Errors that any request can be answered with. */
const ANYWHERE: ErrorCode[] = [
  'invalid_request',
  'request_timeout',
  'rate_limited',
  'head_too_large',
  'internal',
  'database_unreachable',
]
/** Errors that any body can cause, even one that nobody expected. */
const BODY: ErrorCode[] = [
  'malformed_json',
  'body_too_large',
  'unsupported_media_type',
  'overloaded',
]
const WRITING: ErrorCode[] = ['foreign_origin', 'insufficient_storage']
const KEYED: ErrorCode[] = ['idempotency_in_flight', 'idempotency_mismatch']

/** The errors of the route itself and those that every route of its kind can answer, by status. */
export function refusalsOf(route: Route): Map<number, ErrorCode[]> {
  const isWrite = route.method !== 'GET'
  const codes = new Set<ErrorCode>([
    ...route.errors,
    ...ANYWHERE,
    ...(route.open ? [] : (['unauthenticated', 'not_allowed', 'workspace_not_found'] as const)),
    ...(isWrite ? [...WRITING, ...BODY] : []),
    ...(route.keyed ? KEYED : []),
  ])
  return Map.groupBy([...codes], statusOf)
}
