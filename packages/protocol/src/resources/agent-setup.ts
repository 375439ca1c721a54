import { z } from 'zod'
import { ACP_PRESET_NAMES } from '../agents/presets.ts'
import { PROVIDERS } from '../agents/providers.ts'
import { Timestamp } from './text.ts'

const SECRET_MAX = 10_000
const ENTRIES_MAX = 50

/** One line that a person types or pastes. */
const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1, 'expected text that is not blank')
    .max(most, `expected at most ${most} characters`)
    .regex(/^\P{Cc}*$/u, 'expected one line without control characters')
    .refine((text) => text.isWellFormed(), 'expected well-formed Unicode, got a lone surrogate')

const NO_NUL = 'expected text without NUL characters'

function hasNoNul(text: string): boolean {
  return !text.includes('\0')
}

/** It is shown again, so what lets in has no place in it; paths are put behind it. */
const BaseUrl = line(2_000)
  .refine(
    (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
    'expected an http or https address, such as http://127.0.0.1:11434/v1',
  )
  .refine((text) => {
    if (!URL.canParse(text)) return true
    const { username, password, search, hash } = new URL(text)
    return username + password + search + hash === ''
  }, 'expected an address without user, password, query or fragment; keys go into apiKey or headers')

const ApiKey = z
  .string()
  .trim()
  .regex(/^[!-~]+$/, 'expected visible characters without blanks')
  .max(SECRET_MAX, `expected at most ${SECRET_MAX} characters`)

const Headers = entries(
  z.string().regex(/^[\w!#$%&'*+.^`|~-]{1,100}$/, 'expected the name of a header'),
  z
    .string()
    .regex(/^[!-~]([\t -~]*[!-~])?$/, 'expected visible characters, blanks only between them')
    .max(SECRET_MAX, `expected at most ${SECRET_MAX} characters`),
)

const Env = entries(
  z
    .string()
    .regex(/^[A-Za-z_]\w{0,99}$/, 'expected the name of a variable')
    .regex(/^(?!MISSION_CONTROL_)/, 'expected none of the names that begin with MISSION_CONTROL_'),
  z.string().max(SECRET_MAX, `expected at most ${SECRET_MAX} characters`).refine(hasNoNul, NO_NUL),
)

/** Secrets by their names. null: the stored one stays. */
function entries<N extends z.ZodType<string, string>, V extends z.ZodType<string>>(
  name: N,
  value: V,
) {
  return z
    .record(name, value.nullable())
    .refine((all) => Object.keys(all).length <= ENTRIES_MAX, `expected at most ${ENTRIES_MAX}`)
}

/** A server of further tools that speaks the Model Context Protocol: a program, or an address. */
const NewMcpServer = z
  .object({
    command: line(1_000).optional(),
    /** They are shown, here and by `ps`: secrets go into env. */
    args: z.array(z.string().max(4_000).refine(hasNoNul, NO_NUL)).max(100).optional(),
    env: Env.optional(),
    url: BaseUrl.optional(),
    headers: Headers.optional(),
  })
  .refine(({ command, url }) => (command === undefined) !== (url === undefined), {
    path: ['command'],
    message: 'expected either a command, with args and env, or a url, with headers',
  })
export type NewMcpServer = z.input<typeof NewMcpServer>

/** By names that become a part of the names of their tools. Left out: the stored ones stay. */
const mcpServers = z
  .record(
    z.string().regex(/^[\w-]{1,32}$/, 'expected at most 32 letters, digits, - and _ as a name'),
    NewMcpServer,
  )
  .optional()

const many = z.int().positive()
const amount = z.number().positive()

/** What a prompt may take. null, or left out: what is usual. */
export const AgentLimits = z.object({
  /** Answers of the model. */
  steps: many.nullish(),
  /** Input and output together. */
  tokens: many.nullish(),
  costUsd: amount.nullish(),
  /** How long it may take. */
  seconds: amount.nullish(),
  /** How long the model may say nothing. */
  silenceSeconds: amount.nullish(),
})
export type AgentLimits = z.infer<typeof AgentLimits>

const limits = AgentLimits.optional()
/** null, or left out: the first one that the endpoint lists; of a known provider, its usual one. */
const model = line(200).nullish()
/** null: none. Left out: the stored one stays, as long as it would go to the same place. */
const apiKey = ApiKey.nullish()
/** Left out: the stored ones stay, under the same condition. */
const headers = Headers.optional()

/**
 * How the server sets a desktop's agent up, in place of what the machine says itself. What is secret
 * (`apiKey`, the values of each `headers` and `env`) is never shown again.
 */
export const NewAgentSetup = z
  .discriminatedUnion(
    'kind',
    [
      z
        .object({
          kind: z.literal('builtin'),
          provider: z.enum(PROVIDERS),
          /** null, or left out: the provider's own. */
          baseUrl: BaseUrl.nullish(),
          apiKey,
          model,
          headers,
          mcpServers,
          limits,
        })
        .refine(({ provider, baseUrl }) => provider !== 'compatible' || baseUrl, {
          path: ['baseUrl'],
          message: 'expected an address: the provider "compatible" has none of its own',
        }),
      z.object({ kind: z.literal('chat'), baseUrl: BaseUrl, apiKey, model, headers, limits }),
      z
        .object({
          kind: z.literal('acp'),
          /** A program that is known by name; see the desktop's `presets` for those that it has. */
          preset: z.enum(ACP_PRESET_NAMES).nullish(),
          /** Any other: a line for the shell. */
          command: line(4_000).nullish(),
          /** Variables for the program; left out: the stored ones stay, for the same program. */
          env: Env.optional(),
          /** One of the session modes that the program offers; null, or left out: its usual one. */
          mode: line(200).nullish(),
          mcpServers,
          limits,
        })
        .refine(({ preset, command }) => Boolean(preset) !== Boolean(command), {
          path: ['command'],
          message: 'expected either preset or command',
        }),
    ],
    { error: 'expected kind to be builtin, chat or acp' },
  )
  .meta({ type: 'object' })
export type NewAgentSetup = z.input<typeof NewAgentSetup>

/** What is shown of a key. */
const ShownKey = z.object({ last4: z.string() }).nullable()
const names = z.array(z.string())
const ShownLimits = z.object({
  steps: z.int().nullable(),
  tokens: z.int().nullable(),
  costUsd: z.number().nullable(),
  seconds: z.number().nullable(),
  silenceSeconds: z.number().nullable(),
})
const ShownMcpServer = z.union([
  z.object({ command: z.string(), args: z.array(z.string()), env: names }),
  z.object({ url: z.string(), headers: names }),
])
export type ShownMcpServer = z.infer<typeof ShownMcpServer>

const shownMcpServers = z.record(z.string(), ShownMcpServer)
const shown = { limits: ShownLimits, updatedAt: Timestamp }
const shownEndpoint = {
  apiKey: ShownKey,
  model: z.string().nullable(),
  /** Their names. */
  headers: names,
  ...shown,
}

/** The set-up without what is secret. */
export const AgentSetup = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('builtin'),
    provider: z.enum(PROVIDERS),
    baseUrl: z.string().nullable(),
    ...shownEndpoint,
    mcpServers: shownMcpServers,
  }),
  z.object({ kind: z.literal('chat'), baseUrl: z.string(), ...shownEndpoint }),
  z.object({
    kind: z.literal('acp'),
    preset: z.enum(ACP_PRESET_NAMES).nullable(),
    command: z.string().nullable(),
    /** The names of its variables. */
    env: names,
    mode: z.string().nullable(),
    mcpServers: shownMcpServers,
    ...shown,
  }),
])
export type AgentSetup = z.infer<typeof AgentSetup>

/** null: the server has none, and what the machine says counts. */
export const AgentSetupAnswer = z.object({ setup: AgentSetup.nullable() })
export type AgentSetupAnswer = z.infer<typeof AgentSetupAnswer>

/** What came of asking the agent whether it is there, in words. */
export const AgentTest = z.object({ ready: z.boolean(), message: z.string() })
export type AgentTest = z.infer<typeof AgentTest>
