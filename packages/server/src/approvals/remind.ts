import { isApprover } from '@mission-control/protocol'
import type { SignInOptions } from '../auth/sign-in-options.ts'
import { type Core, transact } from '../core.ts'
import { Mail } from '../mail/mail.ts'
import { appendActivity } from '../store/activity.ts'
import { listReminding, listUnreminded, setReminded } from '../store/approvals.ts'
import { listMembers } from '../store/memberships.ts'
import { readSettings } from '../store/workspaces.ts'
import { toApprovalPayload } from './present.ts'

/**
 * Calls approvals to mind that have waited for as long as their workspace says; each once. Where the
 * server sends e-mail, those who decide get one letter for all that are due.
 */
export function remindOfApprovals(
  core: Core,
  { mail: options, publicUrl = '' }: Pick<SignInOptions, 'mail' | 'publicUrl'>,
): () => Promise<void> {
  const mail = options && new Mail(options, core.log)
  return async () => {
    const at = core.now()
    for (const { id, name, seconds } of await listReminding(core.store.db)) {
      let reminded = 0
      for (const due of await listUnreminded(core.store.db, id, at - seconds * 1000)) {
        if (await remind(core, id, due, at)) reminded++
      }
      if (mail && reminded > 0) await write(core, mail, publicUrl, { id, name, reminded })
    }
  }
}

async function remind(
  core: Core,
  workspaceId: string,
  { id, desktop_id }: { id: string; desktop_id: string },
  at: number,
): Promise<boolean> {
  return await transact(core, workspaceId, async (tx) => {
    const approval = await setReminded(tx, id, at)
    if (!approval) return false
    const payload = toApprovalPayload(approval, desktop_id)
    await appendActivity(tx, workspaceId, at, [{ type: 'approval.reminded', payload }])
    return true
  })
}

async function write(
  core: Core,
  mail: Mail,
  publicUrl: string,
  { id, name, reminded }: { id: string; name: string; reminded: number },
): Promise<void> {
  const { approverRole } = await readSettings(core.store.db, id)
  const what = reminded === 1 ? 'An approval waits' : `${reminded} approvals wait`
  for (const { email, kind, role, disabled_at, home } of await listMembers(core.store.db, id)) {
    if (email === null || kind !== 'person' || disabled_at !== null) continue
    if (!isApprover(role, approverRole)) continue
    const page = `${publicUrl}${home === id ? '' : `/w/${id}`}/approvals`
    mail.send({
      to: email,
      subject: `${what} for a decision in Mission Control`,
      text: `${what} for a decision in the workspace ${JSON.stringify(name)}.\n\n${page}\n`,
    })
  }
}
