import { z } from 'zod'
import { ASKS_PERMISSION } from '../agents/asking.ts'
import { FAILURE_CODES } from '../failures.ts'
import { AgentKind } from '../resources/agent.ts'
import { PermissionOption, PermissionSubject } from '../resources/permission.ts'
import { LIMITS } from './limits.ts'

const text = (most: number) => z.string().max(most)
const amount = (most: number) => z.number().min(0).max(most)
const count = (most: number) => z.int().min(0).max(most)
const id = text(LIMITS.id)
const word = text(LIMITS.word)

export const RunStream = z.enum(['stdout', 'stderr', 'system', 'agent'])
export type RunStream = z.infer<typeof RunStream>

const Usage = z.object({
  inputTokens: count(LIMITS.count).nullable(),
  outputTokens: count(LIMITS.count).nullable(),
  costUsd: amount(LIMITS.costUsd).nullable(),
  steps: count(LIMITS.count),
})

const Size = z.object({
  used: amount(LIMITS.size),
  total: amount(LIMITS.size),
  percent: amount(LIMITS.percent),
})

const Load = z.object({
  cpu: amount(LIMITS.percent),
  cores: count(LIMITS.cores),
  memory: Size,
  disk: Size,
})

/** How a run ended: the process's own end, or why there was none to see. */
export const RunEnd = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('exited'),
    exitCode: z.int().min(-LIMITS.exitCode).max(LIMITS.exitCode),
  }),
  z.object({ kind: z.literal('signaled'), signal: word }),
  z.object({
    kind: z.literal('failed'),
    code: z.enum(FAILURE_CODES),
    message: text(LIMITS.words),
    usage: Usage.optional(),
  }),
  /** An agent has done what the prompt asked for, and says so in `result`. */
  z.object({ kind: z.literal('answered'), result: text(LIMITS.result), usage: Usage }),
])
export type RunEnd = z.infer<typeof RunEnd>

/** Times are milliseconds since 1970, by the desktop's clock. */
const at = count(LIMITS.at)
const runId = id
const dispatch = count(LIMITS.dispatch)

/** The agent as its last probe found it. */
export const AgentState = z.object({
  kind: AgentKind,
  model: text(LIMITS.name).nullable(),
  problem: text(LIMITS.words).nullable(),
  ready: z.boolean(),
  /** Which of the server's set-ups it is of; null, or left out by versions 1 and 2: the machine's own. */
  revision: id.nullable().optional(),
  /** From version 6 on, of a program: whether it asks before it acts, and how that is known. */
  asksPermission: z.enum(ASKS_PERMISSION).optional(),
  asksPermissionReason: text(LIMITS.words).optional(),
})
export type AgentState = z.infer<typeof AgentState>

/** What people want to know of a machine; `upSince` by its own clock. */
const Machine = z.object({
  system: word,
  workDir: text(LIMITS.name),
  upSince: at,
  /** From version 7 on: the service of systemd that the runner belongs to; null: none. */
  service: z.object({ unit: word, isUsers: z.boolean() }).nullable().optional(),
})

/** Whether the runner can be upgraded from here, and how the last attempt went. */
const Upgradable = z.object({
  /** Why it can't upgrade itself, in words; null: it can. */
  obstacle: text(LIMITS.words).nullable(),
  /** The version that did not work here, after which it went back to the one before. */
  failed: z.object({ version: word, message: text(LIMITS.words) }).nullable(),
  /** It is a new version on trial: it only wants to be welcomed, and comes again. */
  trial: z.boolean(),
})
export type Upgradable = z.infer<typeof Upgradable>

export const Hello = z.object({
  type: z.literal('hello'),
  protocol: z.object({ newest: count(LIMITS.version), oldest: count(LIMITS.version) }),
  runnerVersion: word,
  /** Made once per runner folder: a credential binds to the first one that uses it. */
  instanceId: id,
  /**
   * From version 4 on: where the folder lies, which a copy of it doesn't share, and which is another
   * after each start of the machine.
   */
  place: id.optional(),
  /** From version 5 on: what the desktop's clock says now, so that its times can be told by the server's. */
  clock: at.optional(),
  /** From version 6 on. */
  machine: Machine.optional(),
  /** From version 6 on: by what the machine is known again; another one has none of them in common. */
  identity: z
    .object({ id: id.nullable(), boot: id, hardware: z.array(id).max(LIMITS.cards) })
    .optional(),
  metrics: Load,
  ipAddress: word.nullable(),
  /** The highest dispatch number in the journal: nothing up to it will ever be started again. */
  lastDispatch: dispatch,
  /** The runs whose end the server has not acknowledged. */
  runs: z.array(z.object({ runId, dispatch })).max(LIMITS.runs),
  /** null, or left out by version 1: prompts can't be run. */
  agent: AgentState.nullable().optional(),
  /** From version 3 on: the known programs of agents that are on PATH, by name. */
  presets: z.array(word).max(LIMITS.presets).optional(),
  /** From version 7 on. */
  upgrade: Upgradable.optional(),
})
export type Hello = z.infer<typeof Hello>

/**
 * What a runner says, each field within {@link LIMITS}, in the order in which the server may see it:
 * `hello` first; for a run maybe `queued`, then `started`, `output` and `permission` …, `evidence`,
 * `ended`, or only `ended` where nothing could be started. `evidence` and `ended` are repeated on every
 * connection until `endAck`; the server drops what it has already.
 */
export const Up = z.discriminatedUnion('type', [
  Hello,
  z.object({ type: z.literal('heartbeat'), metrics: Load, clock: at.optional() }),
  /** The agent has become ready, isn't any more, or is set up otherwise. */
  z.object({ type: z.literal('agent'), agent: AgentState.nullable() }),
  /** The answer to `testAgent`, in words. */
  z.object({
    type: z.literal('agentTested'),
    requestId: id,
    ready: z.boolean(),
    message: text(LIMITS.words),
  }),
  /** Taken and journalled, but all places are busy. */
  z.object({ type: z.literal('queued'), runId }),
  z.object({ type: z.literal('started'), runId, at }),
  /** `offset`: bytes of the same stream that came before. Travels as a binary frame. */
  z.object({
    type: z.literal('output'),
    runId,
    seq: z.int().min(1).max(LIMITS.position),
    stream: RunStream,
    offset: count(LIMITS.position),
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
    requestId: id,
    at,
    tool: text(LIMITS.name),
    title: text(LIMITS.title),
    input: z.unknown(),
    /** null: it is too long to be remembered by a rule. */
    subject: PermissionSubject.extend({
      forms: z.array(text(LIMITS.form)).min(1).max(LIMITS.forms),
    }).nullable(),
    options: z.array(PermissionOption).max(PermissionOption.options.length),
  }),
  /** The agent doesn't want that answer any more. Said on every connection. */
  z.object({ type: z.literal('permissionWithdrawn'), runId, requestId: id }),
  /** `seq`: how many chunks of output came before. */
  z.object({ type: z.literal('ended'), runId, at, seq: count(LIMITS.position), end: RunEnd }),
  /** The runner stops on purpose: the desktop is `stopped`, not lost. */
  z.object({ type: z.literal('goodbye') }),
  /** From version 6 on: the machine leaves for good. The desktop is removed, and the link closed. */
  z.object({ type: z.literal('leave') }),
])
export type Up = z.infer<typeof Up>
export type UpOf<T extends Up['type']> = Extract<Up, { type: T }>
