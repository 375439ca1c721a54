import type { Call } from '../command.ts'
import { desktopNamed } from '../kit/desktop-named.ts'
import type { Kit } from '../kit/kit.ts'
import { confirm } from '../screen/confirm.ts'
import { visible } from '../screen/visible.ts'

export async function renameDesktop(kit: Kit, { args }: Call): Promise<void> {
  const { id, name: before } = await desktopNamed(kit, args[0]!)
  const desktop = await kit.client.desktops.update(id, { name: args[1]! })
  kit.screen.done(desktop, `${visible(before)} is now ${visible(desktop.name)}.`)
}

export async function labelDesktop(kit: Kit, { args, options }: Call): Promise<void> {
  const [text, ...added] = args.filter((each) => each !== undefined) as [string, ...string[]]
  const removed: string[] = options.remove ?? []
  const { id, labels: before } = await desktopNamed(kit, text)
  const labels = [...new Set([...before, ...added])].filter((each) => !removed.includes(each))
  const desktop = await kit.client.desktops.update(id, { labels })
  const shown = desktop.labels.length > 0 ? desktop.labels.join(' ') : 'none'
  kit.screen.done(desktop, `Labels of ${visible(desktop.name)}: ${shown}`)
}

export async function removeDesktop(kit: Kit, { args, options }: Call): Promise<void> {
  const { id, name } = await desktopNamed(kit, args[0]!)
  await confirm(options, {
    question: `Remove ${visible(name)}? Its running tasks fail.`,
    why: 'Removing a desktop ends its tasks',
    otherwise: 'Nothing was removed.',
  })
  await kit.client.desktops.delete(id)
  kit.screen.done({ id, name }, `${visible(name)} is removed.`)
}
