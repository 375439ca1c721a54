import assert from 'node:assert/strict'
import test from 'node:test'
import { ERROR_CODES, fail, ProblemError, ProblemSchema, problem, statusOf } from '../src/index.ts'

test('every code has an HTTP error status and a title of its own', () => {
  const titles = new Set<string>()
  for (const code of ERROR_CODES) {
    const { status, title } = problem(code, 'd')
    assert.ok(Number.isInteger(status) && status >= 400 && status < 600, code)
    assert.equal(statusOf(code), status)
    assert.match(title, /^[A-Z]/, code)
    titles.add(title)
  }
  assert.equal(titles.size, ERROR_CODES.length)
})

test('the statuses that clients rely on are these', () => {
  const statuses = Object.fromEntries(ERROR_CODES.map((code) => [code, statusOf(code)]))
  assert.deepEqual(statuses, {
    invalid_request: 400,
    malformed_json: 400,
    unknown_desktop: 400,
    unknown_task: 400,
    unknown_service_account: 400,
    unknown_provider: 400,
    unknown_workspace: 400,
    wrong_name: 400,
    unauthenticated: 401,
    wrong_credentials: 401,
    second_factor_required: 401,
    wrong_code: 401,
    wrong_passkey: 401,
    sso_failed: 401,
    wrong_set_up_token: 401,
    wrong_invitation: 401,
    wrong_reset_token: 401,
    wrong_join_token: 401,
    not_allowed: 403,
    not_admitted: 403,
    untrusted_header: 403,
    sso_required: 403,
    own_task: 403,
    foreign_origin: 403,
    route_not_found: 404,
    workspace_not_found: 404,
    task_not_found: 404,
    approval_not_found: 404,
    batch_not_found: 404,
    desktop_busy: 409,
    desktop_not_found: 404,
    api_key_not_found: 404,
    service_account_not_found: 404,
    join_token_not_found: 404,
    member_not_found: 404,
    user_not_found: 404,
    invitation_not_found: 404,
    provider_not_found: 404,
    session_not_found: 404,
    passkey_not_found: 404,
    chat_turn_not_found: 404,
    method_not_allowed: 405,
    request_timeout: 408,
    second_factor_on: 409,
    second_factor_off: 409,
    status_conflict: 409,
    last_admin: 409,
    personal_workspace: 409,
    already_member: 409,
    too_many_workspaces: 409,
    too_many_passkeys: 409,
    passkeys_unavailable: 409,
    provider_taken: 409,
    too_many_providers: 409,
    set_by_environment: 409,
    would_lock_out: 409,
    agent_not_set_up: 409,
    runner_too_old: 409,
    nothing_to_upgrade: 409,
    idempotency_in_flight: 409,
    join_token_over: 410,
    body_too_large: 413,
    unsupported_media_type: 415,
    idempotency_mismatch: 422,
    rate_limited: 429,
    chat_full: 429,
    head_too_large: 431,
    internal: 500,
    insufficient_storage: 507,
    provider_unavailable: 503,
    desktop_unavailable: 503,
    database_unreachable: 503,
    agent_not_ready: 503,
    mail_unavailable: 503,
    overloaded: 503,
    secret_key_unusable: 503,
    not_ready: 503,
  })
})

test('a problem has the members of RFC 9457, its code, and errors only where there are some', () => {
  const plain = problem('task_not_found', 'No task task_1')
  assert.deepEqual(plain, {
    type: 'urn:mission-control:problem:task_not_found',
    title: 'Task not found',
    status: 404,
    detail: 'No task task_1',
    code: 'task_not_found',
  })
  assert.deepEqual(ProblemSchema.parse(plain), plain)
  const errors = [{ path: 'content', message: 'expected text' }]
  assert.deepEqual(problem('invalid_request', 'd', errors).errors, errors)
})

test('the type of every problem is a URI and unlike any other', () => {
  const types = ERROR_CODES.map((code) => problem(code, 'd').type)
  for (const type of types) assert.ok(URL.canParse(type), type)
  assert.equal(new Set(types).size, types.length)
})

test('fail throws the problem, with its detail as the message', () => {
  assert.throws(
    () => fail('status_conflict', 'Expected pending, got done'),
    (error) =>
      error instanceof ProblemError &&
      error.message === 'Expected pending, got done' &&
      error.problem.status === 409,
  )
})
