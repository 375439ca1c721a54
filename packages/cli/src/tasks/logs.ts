import type { OutputChunk } from '@mission-control/protocol'
import { isFinal } from '@mission-control/protocol/client'
import type { Call } from '../command.ts'
import type { Kit } from '../kit/kit.ts'
import { taskNamed } from '../kit/task-named.ts'
import { type Outlet, plainOutlet } from '../run/outlet.ts'
import { outletFor } from '../run/outlet-for.ts'
import { momentOf } from './moment.ts'

/** Prints what a task has printed, each stream to its own; with --follow until it ends. */
export async function printLogs(kit: Kit, { args, options }: Call): Promise<void> {
  const { client, screen } = kit
  const task = await client.tasks.get(await taskNamed(kit, args[0]!))
  const since = options.since === undefined ? 0 : momentOf(options.since, '--since')
  const outlet = options.raw ? rawOutlet : await outletFor(task, screen)
  const show = async (chunk: OutputChunk) => {
    if (Date.parse(chunk.at) >= since) await outlet.write(chunk)
  }
  const frames = client.tasks.follow(task.id, { encoding: 'base64' })
  if (!options.follow) {
    for (const chunk of await client.tasks.output(task.id, { encoding: 'base64' }))
      await show(chunk)
    return await outlet.end(task)
  }
  for await (const { type, payload } of frames) {
    if (type === 'task.chunk') await show(payload)
    else if (isFinal(payload.status)) await outlet.end(payload)
  }
}

/** Prints output as it is, even if it is a transcript. */
const rawOutlet: Outlet = {
  ...plainOutlet,
  write: (chunk) =>
    plainOutlet.write(chunk.stream === 'agent' ? { ...chunk, stream: 'stdout' } : chunk),
}
