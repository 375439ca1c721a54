import {
  type AgentCopyOutcome,
  fail,
  type PermissionRule,
  ProblemError,
} from '@mission-control/protocol'
import { type Caller, type Core, transact } from '../core.ts'
import { requireDesktop } from '../desktops/find.ts'
import { toDesktopEvent } from '../desktops/present.ts'
import { replaceRules } from '../permissions/rules.ts'
import { deliver } from '../permissions/settle.ts'
import { SecretError } from '../secret-box.ts'
import { findAgentSetup, putAgentSetup } from '../store/agent-setups.ts'
import { updateDesktop } from '../store/desktops.ts'
import { readRules } from '../store/permissions.ts'
import type { AgentSetupRow, Db, DesktopRow } from '../store/schema.ts'
import { requireCapable } from './capable.ts'
import { passOnSetup } from './pass-on.ts'
import { sealed } from './sealed.ts'
import type { Parts } from './setup.ts'
import { openSecrets, shownOf, unreadyAgent } from './stored.ts'

/** What one desktop has of its agent and others may get. It holds keys. */
interface Original {
  id: string
  parts: Parts
  rules: PermissionRule[]
  defaultTimeoutSeconds: number | null
}

/** Each desktop gets all of it or nothing: one that can't doesn't keep the others from it. */
export async function copyAgent(
  core: Core,
  caller: Caller,
  id: string,
  desktopIds: string[],
): Promise<AgentCopyOutcome[]> {
  const original = await core.store.snapshot((db) => originalOf(core, db, caller, id))
  return await Promise.all(
    [...new Set(desktopIds)].map(async (desktopId): Promise<AgentCopyOutcome> => {
      try {
        await copyTo(core, caller, original, desktopId)
        return { desktopId, error: null }
      } catch (error) {
        if (error instanceof ProblemError) return { desktopId, error: error.problem }
        throw error
      }
    }),
  )
}

async function originalOf(
  core: Core,
  db: Db,
  { workspaceId }: Caller,
  id: string,
): Promise<Original> {
  const desktop = await requireDesktop(db, workspaceId, id)
  const row = (await findAgentSetup(db, id)) ?? notSetUp(desktop)
  return {
    id,
    parts: { shown: shownOf(row), secrets: opened(core, desktop, row) },
    rules: await readRules(db, id),
    defaultTimeoutSeconds: desktop.default_timeout_seconds,
  }
}

/** A machine's own set-up never leaves it. */
function notSetUp({ name, agent }: DesktopRow): never {
  const why =
    agent === null
      ? `The desktop "${name}" has no agent`
      : `The agent of the desktop "${name}" is set up on the machine itself, so the server doesn't have its keys`
  return fail('agent_not_set_up', `${why}. Set it up here, then copy it.`)
}

function opened(core: Core, { name }: DesktopRow, row: AgentSetupRow): Parts['secrets'] {
  try {
    return openSecrets(core, row)
  } catch (error) {
    if (!(error instanceof SecretError)) throw error
    return fail(
      'secret_key_unusable',
      `Nothing was copied, because the secrets of the desktop "${name}" can't be read: ${error.message}. Restore the key and start the server again, or set up the agent again.`,
    )
  }
}

async function copyTo(
  core: Core,
  { workspaceId, userId }: Caller,
  { id, parts, rules, defaultTimeoutSeconds }: Original,
  desktopId: string,
): Promise<void> {
  const { desktop, answered } = await transact(core, workspaceId, async (tx) => {
    const target = await requireDesktop(tx, workspaceId, desktopId)
    if (desktopId === id) {
      fail('invalid_request', `Expected another desktop: "${target.name}" is the one to copy from.`)
    }
    requireCapable(target)
    const setup = await putAgentSetup(tx, sealed(core, desktopId, parts))
    const answered = await replaceRules(tx, desktopId, rules, { by: userId, at: core.now() })
    const changes = { ...unreadyAgent(setup), default_timeout_seconds: defaultTimeoutSeconds }
    return { desktop: await updateDesktop(tx, desktopId, changes), answered }
  })
  deliver(core, answered)
  passOnSetup(core, desktop)
  if (desktop) {
    core.bus.publish('desktops', workspaceId, toDesktopEvent('desktop.status', desktop))
  }
}
