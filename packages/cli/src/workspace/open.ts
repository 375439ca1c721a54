import { spawn } from 'node:child_process'
import type { Call } from '../command.ts'
import type { Session } from '../session/session.ts'
import { taskNamed } from '../session/task-named.ts'

/** Prints a task's address in the dashboard and, where somebody looks, opens it in a browser. */
export async function openTask(session: Session, { args }: Call): Promise<void> {
  const { url, screen, client } = session
  const { id } = await client.tasks.get(await taskNamed(session, args[0]!))
  const address = `${url}/tasks/${id}`
  screen.done({ id, url: address }, address)
  if (!screen.forPeople || !process.stdout.isTTY) return
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open'
  const child = spawn(opener, [address], { stdio: 'ignore', detached: true })
  // Where there is no browser, the address is the answer.
  child.on('error', () => screen.note(`Open it in a browser: there is no ${opener} here.`))
  child.unref()
}
