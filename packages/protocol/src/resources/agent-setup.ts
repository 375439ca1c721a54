import { z } from 'zod'
import { ACP_PRESET_NAMES } from '../agents/presets.ts'
import { PROVIDERS } from '../agents/providers.ts'
import { Timestamp } from './text.ts'

const SECRET_MAX = 10_000
const ENTRIES_MAX = 50
const BASE_URL = 'http://127.0.0.1:11434/v1'
const WHERE = 'Where the endpoint is, up to and with /v1.'

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

/**
 * An address that may hold no password, because it is shown again, and no query, because paths are appended
 * to it.
 */
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
  .meta({ format: 'uri' })

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

/** A rule for an object: it has one of the two fields, and not the other. */
function either(a: string, b: string, words: string) {
  const has = (all: unknown, name: string) =>
    ((all as Record<string, unknown>)[name] ?? null) !== null
  return [
    (all: object) => has(all, a) !== has(all, b),
    {
      path: [a] as PropertyKey[],
      error: ({ input }: { input?: unknown }) =>
        `${words}, got ${has(input, a) ? 'both' : 'neither'}`,
    },
  ] as const
}

/** Secrets by their names. null: the stored one stays. */
function entries<N extends z.ZodType<string, string>, V extends z.ZodType<string>>(
  name: N,
  value: V,
) {
  return z
    .record(name, value.nullable())
    .refine(
      (all) => Object.keys(all).length <= ENTRIES_MAX,
      `expected at most ${ENTRIES_MAX} entries`,
    )
}

const NewMcpServer = z
  .object({
    command: line(1_000).optional().meta({
      description: 'The program to start. Expected unless there is a url.',
      example: 'npx',
    }),
    args: z
      .array(z.string().max(4_000).refine(hasNoNul, NO_NUL))
      .max(100)
      .optional()
      .meta({
        description:
          "The program's arguments. They are shown, here and by ps: secrets go into env.",
        example: ['-y', 'mcp-server-time'],
      }),
    env: Env.optional().meta({
      description: "The program's variables; null as a value keeps the stored one.",
      example: { TOKEN: 's3cret-value' },
    }),
    url: BaseUrl.optional().meta({
      description: "The server's address. Expected unless there is a command.",
      example: 'https://tools.example.com/mcp',
    }),
    headers: Headers.optional().meta({
      description: 'Headers of each request; null as a value keeps the stored one.',
      example: { authorization: 'Bearer s3cret' },
    }),
  })
  .refine(
    ...either(
      'command',
      'url',
      'expected either a command, with args and env, or a url, with headers',
    ),
  )
  .meta({
    id: 'NewMcpServer',
    description:
      'A server of further tools that speaks the Model Context Protocol: a program or an address.',
  })
export type NewMcpServer = z.input<typeof NewMcpServer>

const mcpServers = z
  .record(
    z.string().regex(/^[\w-]{1,32}$/, 'expected at most 32 letters, digits, - and _ as a name'),
    NewMcpServer,
  )
  .optional()
  .meta({
    description:
      'Servers of further tools, by names that become part of their tools’ names. Left out: the stored ones stay.',
    example: { time: { command: 'npx', args: ['-y', 'mcp-server-time'] } },
  })

const many = z.int().positive()
const amount = z.number().positive()

export const AgentLimits = z
  .object({
    steps: many.nullish().meta({ description: 'Answers of the model.', example: 50 }),
    tokens: many.nullish().meta({ description: 'Input and output together.', example: 200000 }),
    costUsd: amount.nullish().meta({ description: 'US dollars.', example: 2.5 }),
    seconds: amount.nullish().meta({ description: 'How long the prompt may take.', example: 3600 }),
    silenceSeconds: amount
      .nullish()
      .meta({ description: 'How long the model may say nothing.', example: 120 }),
  })
  .meta({
    id: 'AgentLimits',
    description: 'The limits of one prompt. null, or left out: the default.',
  })
export type AgentLimits = z.infer<typeof AgentLimits>

const limits = AgentLimits.optional().describe('The limits of one prompt.')
const model = line(200).nullish().meta({
  description:
    'null, or left out: the first one that the endpoint lists; of a known provider, its default.',
  example: 'gpt-oss:20b',
})
const apiKey = ApiKey.nullish().meta({
  description: 'null: none. Left out: the stored one stays, if it would go to the same place.',
  example: 's3cret-key',
})
const headers = Headers.optional().meta({
  description:
    'Headers of each request. Left out: the stored ones stay, if they would go to the same place.',
  example: { 'x-team': 'blue' },
})

export const NewAgentSetup = z
  .discriminatedUnion(
    'kind',
    [
      z
        .object({
          kind: z.literal('builtin').describe('How the agent is reached.'),
          provider: z.enum(PROVIDERS).describe('Whose model the built-in agent uses.'),
          baseUrl: BaseUrl.nullish().meta({
            description:
              "Where the model is. null, or left out: the provider's own address, which compatible has not.",
            example: BASE_URL,
          }),
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
      z.object({
        kind: z.literal('chat').describe('How the agent is reached.'),
        baseUrl: BaseUrl.meta({ description: WHERE, example: BASE_URL }),
        apiKey,
        model,
        headers,
        limits,
      }),
      z
        .object({
          kind: z.literal('acp').describe('How the agent is reached.'),
          preset: z
            .enum(ACP_PRESET_NAMES)
            .nullish()
            .describe(
              "A known program, by its name; the desktop's presets name those that it has.",
            ),
          command: line(4_000).nullish().meta({
            description: 'Any other program, as a line for the shell.',
            example: 'my-agent --acp',
          }),
          env: Env.optional().meta({
            description:
              'Variables for the program. A null value, or leaving all out, keeps the stored ones, if the program stays the same.',
            example: { MODEL: 'large' },
          }),
          mode: line(200).nullish().meta({
            description:
              'One of the session modes that the program offers; null or left out: its default.',
            example: 'default',
          }),
          mcpServers,
          limits,
        })
        .refine(...either('command', 'preset', 'expected either preset or command')),
    ],
    { error: 'expected kind to be builtin, chat or acp' },
  )
  .meta({ type: 'object' })
  .meta({
    id: 'NewAgentSetup',
    description:
      "The server's set-up of a desktop's agent; it replaces what the machine says. Secrets (apiKey, and the values of headers and env) are never shown again.",
  })
export type NewAgentSetup = z.input<typeof NewAgentSetup>

/** What is shown of a key. */
const ShownKey = z
  .object({
    last4: z
      .string()
      .meta({ description: 'The last four characters of the key.', example: 'x7Qp' }),
  })
  .nullable()
const names = z.array(z.string())
const ShownLimits = z
  .object({
    steps: z
      .int()
      .nullable()
      .meta({ description: 'Answers of the model; null: the default.', example: 50 }),
    tokens: z
      .int()
      .nullable()
      .meta({ description: 'Input and output together; null: the default.', example: 200000 }),
    costUsd: z
      .number()
      .nullable()
      .meta({ description: 'US dollars; null: the default.', example: 2.5 }),
    seconds: z
      .number()
      .nullable()
      .meta({ description: 'How long a prompt may take; null: the default.', example: 3600 }),
    silenceSeconds: z.number().nullable().meta({
      description: 'How long the model may say nothing; null: the default.',
      example: 120,
    }),
  })
  .meta({ id: 'ShownAgentLimits', description: 'The limits of one prompt.' })
const ShownMcpServer = z
  .union([
    z.object({
      command: z.string().meta({ description: 'The program that is started.', example: 'npx' }),
      args: z
        .array(z.string())
        .meta({ description: "The program's arguments.", example: ['-y', 'mcp-server-time'] }),
      env: names.meta({ description: 'The names of its variables.', example: ['TOKEN'] }),
    }),
    z.object({
      url: z
        .string()
        .meta({ description: "The server's address.", example: 'https://tools.example.com/mcp' }),
      headers: names.meta({
        description: 'The names of the headers of each request.',
        example: ['authorization'],
      }),
    }),
  ])
  .meta({ id: 'McpServer', description: 'A server of further tools, without its secrets.' })
export type ShownMcpServer = z.infer<typeof ShownMcpServer>

const shownMcpServers = z.record(z.string(), ShownMcpServer)
const shown = {
  limits: ShownLimits.describe('The limits that were set.'),
  updatedAt: Timestamp.describe('When the set-up was last changed.'),
}
const shownEndpoint = {
  apiKey: ShownKey.describe('The end of the key; null: there is none.'),
  model: z.string().nullable().meta({
    description: "The model; null: the endpoint's first, or the provider's default.",
    example: 'gpt-oss:20b',
  }),
  headers: names.meta({
    description: 'The names of the headers of each request.',
    example: ['x-team'],
  }),
  ...shown,
}

export const AgentSetup = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('builtin').describe('How the agent is reached.'),
      provider: z.enum(PROVIDERS).describe('Whose model the built-in agent uses.'),
      baseUrl: z.string().nullable().meta({
        description: "Where the model is; null: the provider's own address.",
        example: BASE_URL,
      }),
      ...shownEndpoint,
      mcpServers: shownMcpServers.describe('The servers of further tools, by their names.'),
    }),
    z.object({
      kind: z.literal('chat').describe('How the agent is reached.'),
      baseUrl: z.string().meta({ description: WHERE, example: BASE_URL }),
      ...shownEndpoint,
    }),
    z.object({
      kind: z.literal('acp').describe('How the agent is reached.'),
      preset: z
        .enum(ACP_PRESET_NAMES)
        .nullable()
        .describe('The program, by its known name; null: see command.'),
      command: z.string().nullable().meta({
        description: 'The line for the shell that starts the program; null: see preset.',
        example: 'my-agent --acp',
      }),
      env: names.meta({ description: "The names of the program's variables.", example: ['MODEL'] }),
      mode: z.string().nullable().meta({
        description: "The session mode; null: the program's default.",
        example: 'default',
      }),
      mcpServers: shownMcpServers.describe('The servers of further tools, by their names.'),
      ...shown,
    }),
  ])
  .meta({ id: 'AgentSetup', description: 'The set-up, without its secrets.' })
export type AgentSetup = z.infer<typeof AgentSetup>

export const AgentSetupAnswer = z
  .object({
    setup: AgentSetup.nullable().describe(
      "The server's set-up; null: there is none, so the machine's own counts.",
    ),
  })
  .meta({
    id: 'AgentSetupAnswer',
    description: "The server's set-up of a desktop's agent, if there is one.",
  })
export type AgentSetupAnswer = z.infer<typeof AgentSetupAnswer>

export const AgentTest = z
  .object({
    ready: z.boolean().meta({ description: 'The agent answered as it should.', example: true }),
    message: z.string().meta({
      description: 'The result, in words.',
      example: 'The model gpt-oss:20b answered.',
    }),
  })
  .meta({
    id: 'AgentTest',
    description: "The result of a test of a desktop's agent.",
  })
export type AgentTest = z.infer<typeof AgentTest>
