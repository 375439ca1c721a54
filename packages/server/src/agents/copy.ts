import { type AgentCopyOutcome, fail, ProblemError } from '@mission-control/protocol'
import { type Caller, type Core, transact } from '../core.ts'
import { holdDesktop } from '../desktops/find.ts'
import { toDesktopEvent } from '../desktops/present.ts'
import { replaceRules } from '../permissions/rules.ts'
import { deliver } from '../permissions/settle.ts'
import { putAgentSetup } from '../store/agent-setups.ts'
import { audit } from '../store/audit.ts'
import { updateDesktop } from '../store/desktops.ts'
import { requireCapable } from './capable.ts'
import { type Original, originalOf } from './original.ts'
import { passOnSetup } from './pass-on.ts'
import { sealed } from './sealed.ts'
import { unreadyAgent } from './stored.ts'

/**
 * Each desktop gets the whole set-up or nothing. A desktop that can't take it doesn't keep the others from
 * it.
 */
export async function copyAgent(
  core: Core,
  caller: Caller,
  from: string,
  desktopIds: string[],
): Promise<AgentCopyOutcome[]> {
  const original = await core.store.snapshot((db) => originalOf(core, db, caller.workspaceId, from))
  return await Promise.all(
    [...new Set(desktopIds)].map(async (id): Promise<AgentCopyOutcome> => {
      try {
        await copyTo(core, caller, original, id)
        return { id, error: null }
      } catch (error) {
        if (error instanceof ProblemError) return { id, error: error.problem }
        throw error
      }
    }),
  )
}

async function copyTo(
  core: Core,
  caller: Caller,
  { id: from, parts, rules, defaultTimeoutSeconds }: Original,
  id: string,
): Promise<void> {
  const { workspaceId, userId } = caller
  const { desktop, answered } = await transact(core, workspaceId, async (tx) => {
    const target = await holdDesktop(tx, workspaceId, id)
    if (id === from) {
      fail('invalid_request', `Expected another desktop: "${target.name}" is the one to copy from.`)
    }
    requireCapable(target)
    audit(tx, caller, { target: id })
    const setup = await putAgentSetup(tx, sealed(core, id, parts))
    const answered = await replaceRules(tx, target, rules, { by: userId, at: core.now() })
    const changes = { ...unreadyAgent(setup), default_timeout_seconds: defaultTimeoutSeconds }
    return { desktop: await updateDesktop(tx, id, changes), answered }
  })
  deliver(core, answered)
  passOnSetup(core, desktop)
  if (desktop) {
    core.bus.publish('desktops', workspaceId, toDesktopEvent('desktop.status', desktop))
  }
}
