import type { Caller, Core } from '../core.ts'
import { holdDesktop } from '../desktops/find.ts'
import { deleteAgentSetup } from '../store/agent-setups.ts'
import { updateDesktop } from '../store/desktops.ts'
import { passOnSetup } from './pass-on.ts'

/** From now on the machine's own set-up counts again. A second call changes nothing. */
export async function removeAgentSetup(
  core: Core,
  { workspaceId }: Caller,
  id: string,
): Promise<void> {
  const desktop = await core.store.write(async (tx) => {
    await holdDesktop(tx, workspaceId, id)
    if (!(await deleteAgentSetup(tx, id))) return undefined
    // The runner reports which agent the machine itself has.
    return await updateDesktop(tx, id, { agent: null, agent_ready: 0 })
  })
  passOnSetup(core, desktop)
}
