import { z } from 'zod'
import { Timestamp } from './text.ts'

/** What a rule says about what it matches. */
export const PermissionDecision = z.enum(['allow', 'ask', 'never'])
export type PermissionDecision = z.infer<typeof PermissionDecision>

/** Of a list of rules the first one that matches decides. `permissions/match.ts` tells what matches. */
export const PermissionRule = z.object({
  /** A glob on the tool's name. */
  tool: z.string(),
  /** A glob on what the tool is to do; left out: anything. */
  pattern: z.string().optional(),
  decision: PermissionDecision,
})
export type PermissionRule = z.infer<typeof PermissionRule>

/** Characters of a pattern at most; twice what can be remembered, where each may need a backslash. */
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

/** All rules of a desktop, as they are given. */
export const PermissionRules = z
  .array(PermissionRule.extend({ tool: Glob, pattern: Glob.optional() }))
  .max(RULES_MAX, `expected at most ${RULES_MAX} rules`)

/** `always`: for this desktop, by a rule. */
export const PermissionOption = z.enum(['once', 'always', 'no'])
export type PermissionOption = z.infer<typeof PermissionOption>

/**
 * What the patterns of rules are held against. `command`: a line for a shell; `path`: a file, in each
 * form that a rule may name it by; `address`: of the web; `text`: anything else.
 */
export const PermissionSubject = z.object({
  kind: z.enum(['command', 'path', 'address', 'text']),
  forms: z.array(z.string()).min(1),
})
export type PermissionSubject = z.infer<typeof PermissionSubject>

/** What an agent wants to do, for the person who decides. */
export const PermissionRequest = z.object({
  tool: z.string(),
  /** In one line. */
  title: z.string(),
  /** All that the tool would be given. */
  input: z.unknown(),
  options: z.array(PermissionOption),
  /** Nobody's answer until then is a no. */
  expiresAt: Timestamp,
})
export type PermissionRequest = z.infer<typeof PermissionRequest>
