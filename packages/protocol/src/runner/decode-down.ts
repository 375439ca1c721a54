import type { PermissionDecision } from '../resources/permission.ts'
import type { Down } from './down.ts'
import { type Frame, FrameError, fromJson } from './frame.ts'
import { REFUSALS } from './refusals.ts'

type Check = (value: unknown) => boolean

const text: Check = (value) => typeof value === 'string'
const count: Check = (value) => Number.isSafeInteger(value)
const positive: Check = (value) => count(value) && (value as number) > 0
const length: Check = (value) => count(value) && (value as number) >= 0
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value)
const maybe =
  (check: Check): Check =>
  (value) =>
    value === null || check(value)
const flag: Check = (value) => typeof value === 'boolean'
const DECISIONS: readonly PermissionDecision[] = ['allow', 'ask', 'never']
const decision: Check = (value) => DECISIONS.includes(value as PermissionDecision)
const role: Check = (value) => value === 'user' || value === 'assistant'
const position = shape({
  seq: count,
  stdout: count,
  stderr: count,
  system: count,
  agent: optional(count),
})
const refusal: Check = (value) => REFUSALS.includes(value as never)

/** The fields that each message must have. A test keeps them equal to the schema {@link Down}. */
const FIELDS: { [T in Down['type']]: Check } = {
  welcome: shape({
    version: count,
    desktopId: text,
    name: text,
    heartbeatIntervalMs: count,
    runs: listOf(shape({ runId: text, position, key: optional(text) })),
  }),
  refused: shape({ code: refusal, message: text }),
  start: shape({
    runId: text,
    taskId: text,
    dispatch: positive,
    command: text,
    outputLimit: positive,
    timeoutMs: optional(positive),
    graceMs: optional(length),
  }),
  prompt: shape({
    runId: text,
    taskId: text,
    dispatch: positive,
    prompt: text,
    outputLimit: positive,
    timeoutMs: optional(positive),
    graceMs: optional(length),
    rules: optional(listOf(shape({ tool: text, pattern: optional(text), decision }))),
    history: optional(listOf(shape({ role, content: text }))),
    conversation: optional(text),
    key: optional(text),
  }),
  agentSetup: shape({
    setup: orNull(shape({ revision: text, variables: recordOf(text), problem: orNull(text) })),
  }),
  testAgent: shape({ requestId: text }),
  upgrade: shape({ version: text, sha256: text, size: positive }),
  cancel: shape({ runId: text }),
  permissionAnswer: shape({
    runId: text,
    requestId: text,
    allowed: flag,
    always: flag,
    feedback: maybe(text),
  }),
  ack: shape({ runId: text, position }),
  endAck: shape({ runId: text }),
  discard: shape({ runId: text }),
}

/**
 * Throws {@link FrameError} on anything that is not a message of a server. Checked by hand, because a runner
 * would load a schema library for nothing else: 19 of its 76 MB.
 */
export function decodeDown(frame: Frame): Down {
  if (typeof frame !== 'string') throw new FrameError('expected a text frame, got a binary one')
  const message = fromJson(frame)
  const type = (message as { type?: unknown } | null)?.type
  if (typeof type !== 'string' || !Object.hasOwn(FIELDS, type)) {
    throw new FrameError(`expected a message of a server, got type ${JSON.stringify(type)}`)
  }
  if (!FIELDS[type as Down['type']](message)) {
    throw new FrameError(`expected a ${type} message with all that belongs to it`)
  }
  return message as Down
}

function shape(fields: Record<string, Check>): Check {
  const checks = Object.entries(fields)
  return (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    checks.every(([name, check]) => check((value as Record<string, unknown>)[name]))
}

function recordOf(check: Check): Check {
  return (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every(check)
}

function orNull(check: Check): Check {
  return (value) => value === null || check(value)
}

function listOf(check: Check): Check {
  return (value) => Array.isArray(value) && value.every(check)
}
