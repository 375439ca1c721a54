import { type FieldError, type Problem, ProblemError, problem } from '@mission-control/protocol'
import type { FastifyError, FastifyReply } from 'fastify'
import type { z } from 'zod'
import { SecretError } from '../secret-box.ts'
import { shownValue } from './shown-value.ts'

/** The one mapping from a thrown error to a problem document. `null`: the fault is ours. */
export function toProblem(error: Error): Problem | null {
  if (error instanceof ProblemError) return error.problem
  if (error instanceof SecretError) {
    return problem('secret_key_unusable', `A secret can't be kept or read: ${error.message}.`)
  }
  const { code, statusCode } = error as FastifyError
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return problem('unsupported_media_type', 'Expected a body of application/json.')
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return problem('invalid_request', error.message)
  }
  return null
}

/** After how many seconds a client that gets this error may try again. */
const AGAIN_IN: Partial<Record<Problem['code'], number>> = {
  overloaded: 1,
  database_unreachable: 1,
}

export function sendProblem(reply: FastifyReply, answer: Problem): FastifyReply {
  const seconds = AGAIN_IN[answer.code]
  if (seconds !== undefined) reply.header('retry-after', seconds)
  return reply.code(answer.status).type('application/problem+json; charset=utf-8').send(answer)
}

/** Each thing that is wrong with the input, by the field's path: what was expected and what was got. */
export function fieldErrors(error: z.ZodError, input: unknown): FieldError[] {
  return error.issues.map((issue) => ({
    path: issue.path.join('.'),
    message: messageOf(issue, issue.path.reduce(fieldOf, input)),
  }))
}

/**
 * Reads the value of a field from the input: for a rule between fields, the library's issue holds the whole
 * object instead.
 */
function fieldOf(value: unknown, name: PropertyKey): unknown {
  const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, name)
  return isThere ? (value as Record<PropertyKey, unknown>)[name] : undefined
}

function messageOf({ message, path }: z.core.$ZodIssue, got: unknown): string {
  const expected = message
    .replace(/^(Invalid|Too) \w+: /, '')
    .replace(/, received .*$/s, '')
    .replaceAll('"|"', '", "')
  return expected.includes(', got ') ? expected : `${expected}, got ${shownValue(got, path)}`
}
