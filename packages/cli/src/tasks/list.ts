import type { Task } from '@mission-control/protocol'
import type { Call } from '../command.ts'
import { desktopIn } from '../kit/desktop-named.ts'
import type { Kit } from '../kit/kit.ts'
import type { Column } from '../screen/column.ts'
import { limitOf } from '../screen/limit.ts'
import { ago } from '../screen/time.ts'
import { styleOfStatus } from './status.ts'

const LIMIT = 50
const PAGE = 1000

export async function listTasks(kit: Kit, { options }: Call): Promise<void> {
  const { client, memory, screen } = kit
  const most = limitOf(options.limit, LIMIT)
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
      yields: true,
      least: 9,
    },
    {
      title: 'DESKTOP',
      of: ({ desktopId }) => names.get(desktopId) ?? desktopId,
      yields: true,
      spare: true,
    },
    {
      title: 'EXIT',
      of: ({ exitCode }) => (exitCode === null ? '' : String(exitCode)),
      spare: true,
    },
    { title: 'CREATED', of: ({ createdAt }) => ago(createdAt), spare: true },
    { title: 'CONTENT', of: ({ content }) => content.trim(), yields: true, least: 20 },
  ]
}
