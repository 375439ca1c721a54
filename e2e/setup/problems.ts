import assert from 'node:assert/strict'
import { type ErrorCode, type Problem, ProblemSchema, problem } from '@mission-control/protocol'

/** The answer's problem document, once it has been found to be the catalogue's `code` in all its parts. */
export async function assertProblem(response: Response, code: ErrorCode): Promise<Problem> {
  // An answer that is not a refusal may be a stream without end.
  const text = response.ok ? 'it was accepted' : await response.text()
  const expected = problem(code, '')
  assert.equal(response.status, expected.status, text)
  assert.equal(response.headers.get('content-type'), 'application/problem+json; charset=utf-8')
  const got = ProblemSchema.parse(JSON.parse(text))
  const { type, title, status } = expected
  assert.deepEqual(
    { type: got.type, title: got.title, status: got.status, code: got.code },
    { type, title, status, code },
    text,
  )
  assert.match(got.detail, /\w+ \w+/)
  return got
}
