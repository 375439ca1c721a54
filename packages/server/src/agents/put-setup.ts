import type { AgentSetupAnswer, NewAgentSetup } from '@mission-control/protocol'
import type { Caller, Core } from '../core.ts'
import { holdDesktop } from '../desktops/find.ts'
import { SecretError } from '../secret-box.ts'
import { findAgentSetup, putAgentSetup } from '../store/agent-setups.ts'
import { updateDesktop } from '../store/desktops.ts'
import type { AgentSetupRow } from '../store/schema.ts'
import { requireCapable } from './capable.ts'
import { refuse } from './kept.ts'
import { partsOf } from './parts.ts'
import { passOnSetup } from './pass-on.ts'
import { sealed } from './sealed.ts'
import type { Stored } from './setup.ts'
import { openSecrets, shownOf, toAgentSetup, unreadyAgent } from './stored.ts'

/**
 * Sets up the desktop's agent. It isn't ready until it has answered, so no prompt that is accepted
 * from now on goes to the agent before.
 */
export async function putSetup(
  core: Core,
  { workspaceId }: Caller,
  id: string,
  wanted: NewAgentSetup,
): Promise<AgentSetupAnswer> {
  const { setup, desktop } = await core.store.write(async (tx) => {
    requireCapable(await holdDesktop(tx, workspaceId, id))
    const stored = await findAgentSetup(tx, id)
    const parts = partsOf(wanted, stored && readable(core, stored))
    const setup = await putAgentSetup(tx, sealed(core, id, parts))
    return { setup, desktop: await updateDesktop(tx, id, unreadyAgent(setup)) }
  })
  passOnSetup(core, desktop)
  return { setup: toAgentSetup(setup) }
}

/** Secrets that can't be opened can't be kept: the request has to give them again. */
function readable(core: Core, row: AgentSetupRow): Stored {
  return {
    shown: shownOf(row),
    open(path) {
      try {
        return openSecrets(core, row)
      } catch (error) {
        if (!(error instanceof SecretError)) throw error
        const message = `expected a value, because what is stored can't be read: ${error.message}`
        return refuse([{ path, message }])
      }
    },
  }
}
