import type {
  PermissionDecision,
  PermissionRule,
  PermissionSubject,
} from '../resources/permission.ts'
import { exactly, matchesGlob, type Reach } from './glob.ts'
import { commandsIn, overArguments } from './shell.ts'

/** What a rule is asked about; without a subject (it is too long) only the tool is known. */
export interface Wish {
  tool: string
  subject: PermissionSubject | null
}

const ANYTHING: Reach = { some: () => 0, all: () => 0 }

/**
 * The wildcards of an `allow` are narrow, so that it allows no more than it seems to: a `*` stays
 * within a folder, a part of an address, or the arguments of one command.
 */
const NARROW: Record<PermissionSubject['kind'], Reach> = {
  command: { some: overArguments, all: overArguments },
  path: { some: (character) => (character === '/' ? null : 0), all: () => 0 },
  address: { some: (character) => (character === '/' ? null : 0), all: () => 0 },
  text: { some: (character) => (/\p{Cc}/u.test(character) ? null : 0), all: () => 0 },
}

/**
 * What the first rule that matches says; null: none does. In doubt a rule is for asking: an `allow`
 * has to match the whole, by narrow wildcards; of a command, an `ask` or `never` has only to match
 * one of the commands in it, and its wildcards go over everything.
 */
export function judge(rules: readonly PermissionRule[], wish: Wish): PermissionDecision | null {
  for (const rule of rules) {
    if (!matchesGlob(rule.tool, wish.tool, ANYTHING)) continue
    if (rule.pattern === undefined) return rule.decision
    if (wish.subject === null) {
      if (rule.decision !== 'allow') return 'ask'
    } else if (matches(rule.pattern, wish.subject, rule.decision)) return rule.decision
  }
  return null
}

/** The rule that decides so about this and nothing else. */
export function ruleFor(
  { tool, subject }: { tool: string; subject: PermissionSubject },
  decision: PermissionDecision,
): PermissionRule {
  return { tool: exactly(tool), pattern: exactly(subject.forms[0]!), decision }
}

function matches(pattern: string, subject: PermissionSubject, decision: PermissionDecision) {
  const { kind, forms } = subject
  if (decision === 'allow') {
    return forms.some(
      (form) => isAtHome(pattern, kind, form) && matchesGlob(pattern, form, NARROW[kind]),
    )
  }
  const all = kind === 'command' ? forms.flatMap(commandsIn) : forms
  return all.some((form) => matchesGlob(pattern, form, ANYTHING))
}

/** A path outside of the working directory begins with a slash: only a pattern that does so allows it. */
function isAtHome(pattern: string, kind: PermissionSubject['kind'], form: string): boolean {
  return kind !== 'path' || !form.startsWith('/') || pattern.startsWith('/')
}
