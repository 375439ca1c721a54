import type { NewTask, Task } from '@mission-control/protocol'
import type { Call } from '../command.ts'
import { CommandError } from '../command-error.ts'
import type { Kit } from '../kit/kit.ts'
import { visible } from '../screen/visible.ts'
import { chooseDesktops } from './choose-desktops.ts'
import { contentOf, newTask } from './new-task.ts'
import { stayWith } from './stay-with.ts'
import { stayWithAll } from './stay-with-all.ts'

/** How often to try to reach a server that restarts: for about half a minute. */
const RETRIES = 7

/** Creates and runs the tasks, and stays with them until they end. */
export async function run(kit: Kit, { args, options }: Call): Promise<number> {
  const { client, memory, screen } = kit
  const content = await contentOf(args, options.prompt)
  const desktops = chooseDesktops(await client.desktops.list(), options, memory.last('desktop'))
  const tasks = desktops.map((desktop): NewTask => newTask(desktop, content, options))
  const created = await client.tasks.createBatch({ tasks, run: true }, { retries: RETRIES })
  memory.keep({ task: created[0]!.id, desktop: created[0]!.desktopId })
  if (options.detach) {
    for (const task of created) screen.done(task, task.id)
    return 0
  }
  if (created.length > 1) return await stayWithAll(kit, created, desktops)
  return await stayWith(kit, started(created[0]!), visible(desktops[0]!.name))
}

/** Throws if the task could not be started; the task exists all the same. */
function started(task: Task): Task {
  if (task.status !== 'pending') return task
  throw new CommandError(
    'conflict',
    `${task.id} was created but not started. ${task.error?.message ?? ''} Start it later by \`mission-control tasks run ${task.id}\`.`,
  )
}
