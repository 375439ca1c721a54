import {
  fail,
  judge,
  type PermissionDecision,
  type PermissionRule,
  RULES_MAX,
  ruleFor,
} from '@mission-control/protocol'
import { type Caller, type Core, transact } from '../core.ts'
import { holdDesktop, requireDesktop } from '../desktops/find.ts'
import { findDesktop } from '../store/desktops.ts'
import {
  listOpenOnDesktop,
  type PermissionOfTask,
  readRules,
  writeRules,
} from '../store/permissions.ts'
import type { DesktopRow, Tx } from '../store/schema.ts'
import { requestOf } from './request.ts'
import { type Answered, BY_RULE, deliver, type Settlement, settleAll } from './settle.ts'

export async function getRules(core: Core, caller: Caller, id: string): Promise<PermissionRule[]> {
  return await core.store.snapshot(async (db) => {
    await requireDesktop(db, caller.workspaceId, id)
    return await readRules(db, id)
  })
}

/** Replaces the rules, and answers the open questions that they decide. */
export async function setRules(
  core: Core,
  caller: Caller,
  id: string,
  rules: PermissionRule[],
): Promise<PermissionRule[]> {
  const answered = await transact(core, caller.workspaceId, async (tx) => {
    const desktop = await holdDesktop(tx, caller.workspaceId, id)
    return await replaceRules(tx, desktop, rules, { by: caller.userId, at: core.now() })
  })
  deliver(core, answered)
  return rules
}

/** The answers are for {@link deliver}. */
export async function replaceRules(
  tx: Tx,
  desktop: DesktopRow,
  rules: PermissionRule[],
  who: { by: string; at: number },
): Promise<Answered[]> {
  await writeRules(tx, desktop.id, rules)
  return await settleByRules(tx, desktop, rules, who)
}

/**
 * Adds a rule in front for exactly this request, and answers other open questions that it decides.
 */
export async function remember(
  tx: Tx,
  open: PermissionOfTask,
  decision: PermissionDecision,
  who: { by: string; at: number },
): Promise<Answered[]> {
  const { tool, subject } = requestOf(open)!
  if (subject === null) {
    fail('status_conflict', 'The request is too long for a rule. Answer it once instead.')
  }
  const desktop =
    (await findDesktop(tx, open.workspace_id, open.desktop_id)) ??
    fail('status_conflict', 'The desktop has moved to another workspace. Answer once instead.')
  const rule = ruleFor({ tool, subject }, decision)
  const others = (await readRules(tx, desktop.id)).filter(
    (other) => other.tool !== rule.tool || other.pattern !== rule.pattern,
  )
  if (others.length >= RULES_MAX) {
    fail(
      'status_conflict',
      `The desktop has ${RULES_MAX} rules, which is the limit. Delete some first.`,
    )
  }
  const rules = [rule, ...others]
  return await replaceRules(tx, desktop, rules, who)
}

async function settleByRules(
  tx: Tx,
  { id, workspace_id }: DesktopRow,
  rules: PermissionRule[],
  { by, at }: { by: string; at: number },
): Promise<Answered[]> {
  const decisions: { open: PermissionOfTask; settlement: Settlement }[] = []
  for (const open of await listOpenOnDesktop(tx, workspace_id, id)) {
    const decision = await judge(rules, requestOf(open)!)
    if (decision !== 'allow' && decision !== 'never') continue
    const verdict =
      decision === 'allow'
        ? ({ status: 'approved' } as const)
        : ({ status: 'rejected', feedback: BY_RULE } as const)
    decisions.push({ open, settlement: { ...verdict, at, by, always: true } })
  }
  return await settleAll(tx, decisions)
}
