import { waitForTask } from '@mission-control/client'
import type { Call } from '../command.ts'
import { exitCodeOf } from '../run/exit-code.ts'
import { secondsOf } from '../run/seconds.ts'
import type { Session } from '../session/session.ts'
import { taskNamed } from '../session/task-named.ts'

/** Waits for the ends of tasks, side by side; resolves with the highest exit code. */
export async function waitForTasks(session: Session, { args, options }: Call): Promise<number> {
  const { client, screen } = session
  const timeoutMs = options.timeout && secondsOf(options.timeout, '--timeout') * 1000
  const ids: string[] = []
  for (const text of args) ids.push(await taskNamed(session, text))
  const codes = ids.map(async (id) => {
    const task = await waitForTask(client, id, { timeoutMs })
    screen.done(task, `${task.id} is ${task.status}.`)
    return exitCodeOf(task)
  })
  return Math.max(...(await Promise.all(codes)))
}
