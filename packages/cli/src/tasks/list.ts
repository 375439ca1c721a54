import type { Task } from '@mission-control/protocol'
import type { Call } from '../command.ts'
import { CommandError } from '../command-error.ts'
import type { Column } from '../screen/screen.ts'
import { ago } from '../screen/time.ts'
import { desktopIn } from '../session/desktop-named.ts'
import type { Session } from '../session/session.ts'
import { styleOfStatus } from './status.ts'

const LIMIT = 50
const PAGE = 1000

export async function listTasks(session: Session, { options }: Call): Promise<void> {
  const { client, memory, screen } = session
  const most = limitOf(options.limit)
  const desktops = await client.desktops.list()
  const desktopId =
    options.desktop && desktopIn(desktops, options.desktop, memory.last('desktop')).id
  const tasks: Task[] = []
  const query = { status: options.status, desktopId, limit: Math.min(most, PAGE) }
  for await (const page of client.tasks.pages(query)) {
    tasks.push(...page)
    if (tasks.length >= most) break
  }
  const names = new Map(desktops.map(({ id, name }) => [id, name]))
  await screen.list(tasks.slice(0, most), columns(names), 'There is no such task.')
}

function columns(names: Map<string, string>): Column<Task>[] {
  return [
    { title: 'ID', of: ({ id }) => id },
    {
      title: 'STATUS',
      of: ({ status, waiting }) => (waiting ? `${status} (${waiting})` : status),
      style: styleOfStatus,
    },
    { title: 'EXIT', of: ({ exitCode }) => (exitCode === null ? '' : String(exitCode)) },
    {
      title: 'DESKTOP',
      of: ({ desktopId }) => names.get(desktopId) ?? desktopId,
      yields: true,
    },
    { title: 'CREATED', of: ({ createdAt }) => ago(createdAt) },
    { title: 'CONTENT', of: ({ content }) => content.trim(), yields: true },
  ]
}

function limitOf(text: string | undefined): number {
  if (text === undefined) return LIMIT
  if (/^\d{1,9}$/.test(text)) return Number(text) || Number.POSITIVE_INFINITY
  throw new CommandError('usage', `Expected a number for --limit, got ${JSON.stringify(text)}.`)
}
