import type { Call } from '../command.ts'
import { CommandError } from '../command-error.ts'
import type { Kit } from '../kit/kit.ts'
import { taskNamed } from '../kit/task-named.ts'
import { visible } from '../screen/visible.ts'
import { stayWith } from './stay-with.ts'

/** Stays with a task that runs already, or shows what is left of one that has ended. */
export async function attach(kit: Kit, { args, options }: Call): Promise<number> {
  const { client, memory } = kit
  const task = await client.tasks.get(await taskNamed(kit, args[0]!))
  if (task.status === 'pending') {
    throw new CommandError(
      'conflict',
      `${task.id} was not run yet: \`mission-control tasks run ${task.id}\`.`,
    )
  }
  const desktops = await client.desktops.list()
  const desktop = desktops.find(({ id }) => id === task.desktopId)
  const after = options.fromStart ? 0 : memory.shownOf(task.id)
  return await stayWith(kit, task, visible(desktop?.name ?? task.desktopId), after)
}
