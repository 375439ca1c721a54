import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { ROOT } from './files.ts'

/** Whether a command of this tree does; what it says is shown. */
export async function succeeds(command: string, ...args: string[]): Promise<boolean> {
  const [code] = await once(spawn(command, args, { cwd: ROOT, stdio: 'inherit' }), 'close')
  return code === 0
}
