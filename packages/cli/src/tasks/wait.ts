import { waitForTask } from '@mission-control/client'
import type { Call } from '../command.ts'
import type { Kit } from '../kit/kit.ts'
import { taskNamed } from '../kit/task-named.ts'
import { exitCodeOf } from '../run/exit-code.ts'
import { secondsOf } from '../run/seconds.ts'

/** Waits for the ends of tasks, side by side; resolves with the highest exit code. */
export async function waitForTasks(kit: Kit, { args, options }: Call): Promise<number> {
  const { client, screen } = kit
  const timeoutMs = options.timeout && secondsOf(options.timeout, '--timeout') * 1000
  const ids: string[] = []
  for (const text of args) ids.push(await taskNamed(kit, text))
  const codes = ids.map(async (id) => {
    const task = await waitForTask(client, id, { timeoutMs })
    screen.done(task, `${task.id} is ${task.status}.`)
    return exitCodeOf(task)
  })
  return Math.max(...(await Promise.all(codes)))
}
