import { spawn } from 'node:child_process'
import type { Call } from '../command.ts'
import type { Kit } from '../kit/kit.ts'
import { taskNamed } from '../kit/task-named.ts'

/** Prints a task's address in the dashboard and, where somebody looks, opens it in a browser. */
export async function openTask(kit: Kit, { args }: Call): Promise<void> {
  const { url, screen, client } = kit
  const { id } = await client.tasks.get(await taskNamed(kit, args[0]!))
  const address = `${url}/tasks/${id}`
  screen.done({ id, url: address }, address)
  if (!screen.forPeople || !process.stdout.isTTY) return
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open'
  const child = spawn(opener, [address], { stdio: 'ignore', detached: true })
  // Where there is no browser, the address is the answer.
  child.on('error', () => screen.note(`Open it in a browser: there is no ${opener} here.`))
  child.unref()
}
