import { z } from 'zod'
import { Timestamp } from './text.ts'

export const PermissionDecision = z
  .enum(['allow', 'ask', 'never'])
  .meta({ id: 'PermissionDecision', description: 'The decision of a rule.' })
export type PermissionDecision = z.infer<typeof PermissionDecision>

/** In a list of rules the first that matches decides (`permissions/judge.ts`). */
export const PermissionRule = z.object({
  tool: z.string().meta({ description: "A glob on the tool's name.", example: 'shell' }),
  pattern: z.string().optional().meta({
    description: 'A glob on what the tool is to do. Left out: anything.',
    example: 'npm *',
  }),
  decision: PermissionDecision.describe('The decision for what matches.'),
})
export type PermissionRule = z.infer<typeof PermissionRule>

/**
 * The most characters of a pattern: twice what a rule can remember, because each may need a
 * backslash.
 */
const PATTERN_MAX = 4_000
const WILDCARDS_MAX = 20
export const RULES_MAX = 200

const Glob = z
  .string()
  .min(1, 'expected a pattern that is not empty')
  .max(PATTERN_MAX, `expected at most ${PATTERN_MAX} characters`)
  .refine((text) => text.isWellFormed(), 'expected well-formed Unicode, got a lone surrogate')
  .refine(
    (text) => (text.match(/\*+/g) ?? []).length <= WILDCARDS_MAX,
    `expected at most ${WILDCARDS_MAX} wildcards`,
  )

export const PermissionRules = z
  .array(
    PermissionRule.extend({
      tool: Glob.meta({ description: "A glob on the tool's name.", example: 'shell' }),
      pattern: Glob.optional().meta({
        description: 'A glob on what the tool is to do. Left out: anything.',
        example: 'npm *',
      }),
    }).meta({
      id: 'PermissionRule',
      description:
        'A rule about what an agent may do; in a list the first rule that matches decides.',
    }),
  )
  .max(RULES_MAX, `expected at most ${RULES_MAX} rules`)
  .meta({ id: 'PermissionRules', description: 'All rules of a desktop, as they are given.' })

export const PermissionOption = z.enum(['once', 'always', 'no']).meta({
  id: 'PermissionOption',
  description: 'An answer that can be given. always: for this desktop, by a rule.',
})
export type PermissionOption = z.infer<typeof PermissionOption>

/**
 * What the patterns of rules are matched with. `command`: a line for a shell; `path`: a file, in
 * each form by which a rule may name it; `address`: of the web; `text`: anything else.
 */
export const PermissionSubject = z.object({
  kind: z.enum(['command', 'path', 'address', 'text']),
  forms: z.array(z.string()).min(1),
})
export type PermissionSubject = z.infer<typeof PermissionSubject>

export const PermissionRequest = z
  .object({
    tool: z
      .string()
      .meta({ description: 'The tool that the agent wants to use.', example: 'shell' }),
    title: z
      .string()
      .meta({ description: 'What the agent wants to do, in one line.', example: 'npm publish' }),
    input: z.unknown().meta({
      description: 'The whole input of the tool: any JSON.',
      example: { command: 'npm publish' },
    }),
    options: z.array(PermissionOption).describe('The answers that can be given.'),
    expiresAt: Timestamp.describe('Without an answer until then the question is denied.'),
  })
  .meta({
    id: 'PermissionRequest',
    description: 'What an agent wants to do, for the person who decides.',
  })
export type PermissionRequest = z.infer<typeof PermissionRequest>
