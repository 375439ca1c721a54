import type { Call } from '../command.ts'
import { CommandError } from '../command-error.ts'
import { askFor } from '../screen/ask.ts'
import { visible } from '../screen/visible.ts'
import { desktopNamed } from '../session/desktop-named.ts'
import type { Session } from '../session/session.ts'

export async function renameDesktop(session: Session, { args }: Call): Promise<void> {
  const { id, name: before } = await desktopNamed(session, args[0]!)
  const desktop = await session.client.desktops.update(id, { name: args[1]! })
  session.screen.done(desktop, `${visible(before)} is now ${visible(desktop.name)}.`)
}

export async function labelDesktop(session: Session, { args, options }: Call): Promise<void> {
  const [text, ...added] = args.filter((each) => each !== undefined) as [string, ...string[]]
  const removed: string[] = options.remove ?? []
  const { id, labels: before } = await desktopNamed(session, text)
  const labels = [...new Set([...before, ...added])].filter((each) => !removed.includes(each))
  const desktop = await session.client.desktops.update(id, { labels })
  const shown = desktop.labels.length > 0 ? desktop.labels.join(' ') : 'none'
  session.screen.done(desktop, `Labels of ${visible(desktop.name)}: ${shown}`)
}

export async function removeDesktop(session: Session, { args, options }: Call): Promise<void> {
  const { id, name } = await desktopNamed(session, args[0]!)
  if (!options.yes) {
    if (!process.stdin.isTTY) {
      throw new CommandError('usage', 'Removing a desktop ends its tasks: confirm it with --yes.')
    }
    const answer = await askFor(`Remove ${visible(name)}? Its running tasks fail. [y/N] `)
    if (!/^y/i.test(answer)) throw new CommandError('failed', 'Nothing was removed.')
  }
  await session.client.desktops.delete(id)
  session.screen.done({ id, name }, `${visible(name)} is removed.`)
}
