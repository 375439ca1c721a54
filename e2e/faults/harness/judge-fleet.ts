import assert from 'node:assert/strict'
import { createClient } from '@mission-control/client'
import type { applyLoad } from '../../../bench/src/fleet/load.ts'
import type { FleetSite } from './fleet-site.ts'
import { judgeTransitions } from './judge.ts'

type Summary = Awaited<ReturnType<typeof applyLoad>>

const PAGE = 1000

/** The place in the log of the activity by now. */
export async function headOf({ request }: FleetSite): Promise<number> {
  const { cursor } = await clientOf(request).tasks.listWithCursor({ limit: 1 })
  return cursor ?? 0
}

/**
 * Judges what became of all tasks that were asked for since a place in the log: each is there once, has begun once
 * and ended as it had to, and each stream was told everything once and in order.
 */
export async function judgeFleet(site: FleetSite, since: number, loads: Summary[]): Promise<void> {
  const sum = (key: 'tasks' | 'unfinished' | 'endedOtherwise' | 'refused') =>
    loads.reduce((total, load) => total + load[key], 0)
  const { open, missed, repeated, behind } = await site.watchers.judged()
  const types = await typesByTask(site, since)
  assert.deepEqual(
    {
      lost: sum('unfinished'),
      endedOtherwise: sum('endedOtherwise'),
      refused: sum('refused'),
      startedTwice: site.fleet.startedTwice,
      tasks: types.size,
      streams: { open, missed, repeated, behind },
    },
    {
      lost: 0,
      endedOtherwise: 0,
      refused: 0,
      startedTwice: 0,
      tasks: sum('tasks'),
      streams: { open, missed: 0, repeated: 0, behind: 0 },
    },
    loads.flatMap(({ firstRefusal }) => firstRefusal ?? []).join('\n') || undefined,
  )
  for (const task of await clientOf(site.request).tasks.list()) {
    const told = types.get(task.id)
    if (told) judgeTransitions(told, task)
    types.delete(task.id)
  }
  assert.deepEqual([...types.keys()], [], 'tasks are on the stream and not in the list')
}

/** What the log tells of each task that was created since. */
async function typesByTask({ request }: FleetSite, since: number): Promise<Map<string, string[]>> {
  const types = new Map<string, string[]>()
  const { activity } = clientOf(request)
  for (let after: number | undefined = since; after !== undefined; ) {
    const page = await activity.list({ after, limit: PAGE })
    for (const { type, payload } of page) {
      if (!('taskId' in payload)) continue
      if (type === 'task.created') types.set(payload.taskId, [])
      types.get(payload.taskId)?.push(type)
    }
    after = page.at(-1)?.id
  }
  return types
}

const clientOf = ({ servers, key }: FleetSite['request']) =>
  createClient({ baseUrl: servers[0]!, apiKey: key })
