import type { DesktopChanges } from '@mission-control/protocol'
import type { Call } from '../command.ts'
import { desktopNamed } from '../kit/desktop-named.ts'
import type { Kit } from '../kit/kit.ts'
import { visible } from '../screen/visible.ts'

export async function setAgentKey(kit: Kit, { args }: Call): Promise<void> {
  const [text, ...scopes] = args as [string, ...string[]]
  const { id, name } = await desktopNamed(kit, text)
  const agentKey = scopes.length === 0 ? null : (scopes as DesktopChanges['agentKey'])
  const desktop = await kit.client.desktops.update(id, { agentKey })
  kit.screen.done(
    desktop,
    scopes.length === 0
      ? `The agent of ${visible(name)} gets no key.`
      : `The agent of ${visible(name)} gets a key for each prompt: ${scopes.join(', ')}.`,
  )
}
