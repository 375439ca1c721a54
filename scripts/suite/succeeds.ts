import { spawnSync } from 'node:child_process'
import { ROOT } from './files.ts'

/** Whether a command of this tree does; what it says is shown. */
export function succeeds(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { cwd: ROOT, stdio: 'inherit' }).status === 0
}
