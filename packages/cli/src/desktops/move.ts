import type { Call } from '../command.ts'
import { desktopNamed } from '../kit/desktop-named.ts'
import type { Kit } from '../kit/kit.ts'
import { workspaceNamed } from '../kit/workspace-named.ts'
import { confirm } from '../screen/confirm.ts'
import { visible } from '../screen/visible.ts'

export async function moveDesktop(kit: Kit, { args, options }: Call): Promise<void> {
  const { id, name } = await desktopNamed(kit, args[0]!)
  const workspace = await workspaceNamed(kit.client, args[1]!)
  const to = visible(workspace.name)
  await confirm(options, {
    question: `Move ${visible(name)} to ${to}? Its chat is deleted, and its agent has to be set up there.`,
    why: "Moving a desktop deletes its chat and its agent's set-up",
    otherwise: 'Nothing was moved.',
  })
  const desktop = await kit.client.desktops.move(id, workspace.id)
  kit.screen.done(desktop, `${visible(name)} is in ${to} now. What it has done stays here.`)
}
