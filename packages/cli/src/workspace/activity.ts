import type { ActivityEntry, ActivityEvent } from '@mission-control/protocol'
import type { Call } from '../command.ts'
import type { Kit } from '../kit/kit.ts'
import { limitOf } from '../screen/limit.ts'
import type { Screen } from '../screen/screen.ts'
import { visible } from '../screen/visible.ts'

const LIMIT = 20
const MOST = 1000

/** What has happened, oldest first; with --follow what happens from then on. */
export async function showActivity({ client, screen }: Kit, { options }: Call): Promise<void> {
  const limit = Math.min(limitOf(options.limit, LIMIT), MOST)
  const desktops = await client.desktops.list()
  const names = new Map(desktops.map(({ id, name }) => [id, name]))
  const past = (await client.activity.list({ limit })).toReversed()
  for (const entry of past) show(screen, entry, names)
  if (!options.follow) return
  const after = past.at(-1)?.id ?? 0
  for await (const { id, at, event } of client.activity.stream({ after })) {
    if (id !== null && at !== null && event.type !== 'stream.reset') {
      show(screen, { id, at, ...event } as ActivityEntry, names)
    }
  }
}

function show(screen: Screen, entry: ActivityEntry, names: Map<string, string>): void {
  screen.event(
    entry,
    ({ at, ...event }) => `${screen.styled('dim', at)}  ${sentenceOf(event, names)}`,
  )
}

function sentenceOf({ type, payload }: ActivityEvent, names: Map<string, string>): string {
  const nameOf = (id: string) => visible(names.get(id) ?? id)
  if ('approvalId' in payload) {
    const what = payload.title ? ` ${visible(payload.title)}` : ''
    return `${type}  ${payload.kind}${what} (${payload.taskId})`
  }
  if ('name' in payload) return `${type}  ${visible(payload.name)}`
  return `${type}  ${nameOf(payload.desktopId)}  ${visible(payload.summary)} (${payload.taskId})`
}
