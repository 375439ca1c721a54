import type { NewTask, Task } from '@mission-control/protocol'
import type { Call } from '../command.ts'
import type { Kit } from '../kit/kit.ts'
import { chooseDesktops } from '../run/choose-desktops.ts'
import { contentOf, newTask } from '../run/new-task.ts'

/** Creates tasks, one for each desktop; they stay pending until they are run. */
export async function createTasks(kit: Kit, { args, options }: Call): Promise<void> {
  const { client, memory, screen } = kit
  const content = await contentOf(args, options.prompt)
  const all = await client.desktops.list()
  const desktops = chooseDesktops(all, options, memory.last('desktop'))
  const tasks = desktops.map((desktop): NewTask => newTask(desktop, content, options))
  const created = await client.tasks.createBatch({ tasks, run: options.run === true })
  memory.keep({ task: created[0]!.id, desktop: created[0]!.desktopId })
  for (const task of created) screen.done<Task>(task, task.id)
}
