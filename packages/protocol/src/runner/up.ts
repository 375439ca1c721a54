import { z } from 'zod'
import { FAILURE_CODES } from '../failures.ts'
import { Agent, AgentUsage } from '../resources/agent.ts'
import { Metrics } from '../resources/desktop.ts'
import { PermissionOption, PermissionSubject } from '../resources/permission.ts'

export const RunStream = z.enum(['stdout', 'stderr', 'system', 'agent'])
export type RunStream = z.infer<typeof RunStream>

/** How a run ended: the process's own end, or why there was none to see. */
export const RunEnd = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('exited'), exitCode: z.int() }),
  z.object({ kind: z.literal('signaled'), signal: z.string() }),
  z.object({
    kind: z.literal('failed'),
    code: z.enum(FAILURE_CODES),
    message: z.string(),
    usage: AgentUsage.optional(),
  }),
  /** An agent has done what the prompt asked for, and says so in `result`. */
  z.object({ kind: z.literal('answered'), result: z.string(), usage: AgentUsage }),
])
export type RunEnd = z.infer<typeof RunEnd>

/** Times are milliseconds since 1970, by the desktop's clock. */
const at = z.int()
const runId = z.string()

/** The agent as its last probe found it. */
export const AgentState = Agent.omit({ source: true }).extend({
  ready: z.boolean(),
  /** Which of the server's set-ups it is of; null, or left out by versions 1 and 2: the machine's own. */
  revision: z.string().nullable().optional(),
})
export type AgentState = z.infer<typeof AgentState>

export const Hello = z.object({
  type: z.literal('hello'),
  protocol: z.object({ newest: z.int(), oldest: z.int() }),
  runnerVersion: z.string(),
  /** Made once per runner folder: a credential binds to the first one that uses it. */
  instanceId: z.string(),
  metrics: Metrics,
  ipAddress: z.string().nullable(),
  /** The highest dispatch number in the journal: nothing up to it will ever be started again. */
  lastDispatch: z.int(),
  /** The runs whose end the server has not acknowledged. */
  runs: z.array(z.object({ runId, dispatch: z.int() })),
  /** null, or left out by version 1: prompts can't be run. */
  agent: AgentState.nullable().optional(),
  /** From version 3 on: the known programs of agents that are on PATH, by name. */
  presets: z.array(z.string()).optional(),
})
export type Hello = z.infer<typeof Hello>

/**
 * What a runner says, in the order in which the server may see it: `hello` first; for a run maybe
 * `queued`, then `started`, `output` and `permission` …, `evidence`, `ended`, or only `ended` where
 * nothing could be started. `evidence` and `ended` are repeated on every connection until `endAck`;
 * the server drops what it has already.
 */
export const Up = z.discriminatedUnion('type', [
  Hello,
  z.object({ type: z.literal('heartbeat'), metrics: Metrics }),
  /** The agent has become ready, isn't any more, or is set up otherwise. */
  z.object({ type: z.literal('agent'), agent: AgentState.nullable() }),
  /** The answer to `testAgent`, in words. */
  z.object({
    type: z.literal('agentTested'),
    requestId: z.string(),
    ready: z.boolean(),
    message: z.string(),
  }),
  /** Taken and journalled, but all places are busy. */
  z.object({ type: z.literal('queued'), runId }),
  z.object({ type: z.literal('started'), runId, at }),
  /** `offset`: bytes of the same stream that came before. Travels as a binary frame. */
  z.object({
    type: z.literal('output'),
    runId,
    seq: z.int().positive(),
    stream: RunStream,
    offset: z.int().nonnegative(),
    at,
    data: z.instanceof(Uint8Array),
  }),
  /**
   * Of a prompt. A {@link RunEvidence}, which the server checks apart from the message: what is wrong
   * with it must not hold up the end.
   */
  z.object({ type: z.literal('evidence'), runId, evidence: z.unknown() }),
  /**
   * The run's agent has asked whether it may do something, and waits. Said on every connection until
   * `permissionAnswer`.
   */
  z.object({
    type: z.literal('permission'),
    runId,
    requestId: z.string(),
    at,
    tool: z.string(),
    title: z.string(),
    input: z.unknown(),
    /** null: it is too long to be remembered by a rule. */
    subject: PermissionSubject.nullable(),
    options: z.array(PermissionOption),
  }),
  /** The agent doesn't want that answer any more. Said on every connection. */
  z.object({ type: z.literal('permissionWithdrawn'), runId, requestId: z.string() }),
  /** `seq`: how many chunks of output came before. */
  z.object({ type: z.literal('ended'), runId, at, seq: z.int(), end: RunEnd }),
  /** The runner stops on purpose: the desktop is `stopped`, not lost. */
  z.object({ type: z.literal('goodbye') }),
])
export type Up = z.infer<typeof Up>
export type UpOf<T extends Up['type']> = Extract<Up, { type: T }>
