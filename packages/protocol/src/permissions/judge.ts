import type {
  PermissionDecision,
  PermissionRule,
  PermissionSubject,
} from '../resources/permission.ts'
import { exactly, matchesGlob } from './glob.ts'
import { type Form, isCertain, type Part, UNKNOWN } from './part.ts'
import { partsOf } from './parts.ts'
import { ANYTHING, NARROW } from './reach.ts'

/** What a rule decides about. Without a subject, because it is too long, only the tool is known. */
export interface Wish {
  tool: string
  subject: PermissionSubject | null
}

/** Longer subjects are matched by no rule, in characters. */
const MATCHED_MAX = 100_000

/** The strictest first; null: no rule says anything. */
const STRICTNESS = ['never', 'ask', null, 'allow'] as const

/**
 * The decision of the first rule that matches; null: none does. In a line for a shell each command
 * is decided by itself, and the strictest decision counts, unless an `allow` matches the whole
 * line. When in doubt, the decision is to ask. An `allow` is narrow: it has to match all of a
 * command as it is typed. An `ask` or a `never` is wide: it matches any form by which a command can
 * be known, and what it might match, but can't be known, is asked.
 */
export async function judge(
  rules: readonly PermissionRule[],
  { tool, subject }: Wish,
): Promise<PermissionDecision | null> {
  const ofTool = rules.filter((rule) => matchesGlob(rule.tool, tool, ANYTHING))
  // The line has to be taken apart only if a rule has a pattern.
  if (ofTool.every(({ pattern }) => pattern === undefined)) return ofTool[0]?.decision ?? null
  if (subject === null || subject.forms.some(({ length }) => length > MATCHED_MAX)) {
    return decisionOn(UNKNOWN, ofTool, 'text')
  }
  const { kind } = subject
  const { whole, parts, traces } = await partsOf(subject)
  const end = ofTool.findIndex((rule) => allows(rule, whole, kind))
  const until = end < 0 ? ofTool : ofTool.slice(0, end)
  const found = parts.map((part) => decisionOn(part, until, kind) ?? (end < 0 ? null : 'allow'))
  // Found by a rough look, so it may only speak against the wish.
  const trace = decisionOn(traces, until, kind)
  if (trace === 'never' || trace === 'ask') found.push(trace)
  return STRICTNESS.find((decision) => found.includes(decision)) ?? null
}

/** The rule that makes this decision about exactly this wish. */
export function ruleFor(
  { tool, subject }: { tool: string; subject: PermissionSubject },
  decision: PermissionDecision,
): PermissionRule {
  return { tool: exactly(tool), pattern: exactly(subject.forms[0]!), decision }
}

/** A rule that might match keeps a later one from allowing, but not from forbidding. */
function decisionOn(
  part: Part,
  rules: readonly PermissionRule[],
  kind: PermissionSubject['kind'],
): PermissionDecision | null {
  let inDoubt = false
  for (const rule of rules) {
    const { pattern, decision } = rule
    if (
      pattern === undefined ||
      (decision === 'allow' ? allows(rule, part, kind) : hits(pattern, part))
    ) {
      return inDoubt && decision === 'allow' ? 'ask' : decision
    }
    inDoubt ||= decision !== 'allow' && part.forms.some((form) => mightHit(pattern, form))
  }
  return inDoubt ? 'ask' : null
}

function allows(
  { pattern, decision }: PermissionRule,
  { plain }: Part,
  kind: PermissionSubject['kind'],
) {
  if (decision !== 'allow') return false
  if (pattern === undefined) return true
  return plain.some(
    (form) => isAtHome(pattern, kind, form) && matchesGlob(pattern, form, NARROW[kind]),
  )
}

function hits(pattern: string, { forms }: Part): boolean {
  const patterns = [pattern, byBaseName(pattern)]
  return patterns.some((each) => forms.some(({ text }) => matchesGlob(each, text, ANYTHING)))
}

/** A pattern `/bin/rm *` also means `rm x`. */
function byBaseName(pattern: string): string {
  return pattern.replace(/^[^\s*\\]*\//, '')
}

/** If only the beginning of a form is certain, it might be anything that begins like this. */
function mightHit(pattern: string, form: Form): boolean {
  // A pattern with an operator is about a whole line, so it can't match a command.
  if (isCertain(form) || /[;&|\n]/.test(pattern)) return false
  const known = form.text.slice(0, form.certain)
  return [pattern, byBaseName(pattern)].some((each) => {
    const fixed = /^[^*\\]*/.exec(each)![0]
    return fixed.startsWith(known) || known.startsWith(fixed)
  })
}

/** A path outside of the working directory begins with a slash: only a pattern that does so allows it. */
function isAtHome(pattern: string, kind: PermissionSubject['kind'], form: string): boolean {
  return kind !== 'path' || !form.startsWith('/') || pattern.startsWith('/')
}
