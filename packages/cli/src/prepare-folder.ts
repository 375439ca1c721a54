import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { StartError } from '@mission-control/server/start-error'

/**
 * Makes the folder, for this user alone, where it is missing. Throws {@link StartError} if it can't
 * be used; `name` and `remedy` say in it which folder that is and how to choose another.
 */
export function prepareFolder(path: string, name: string, remedy: string): string {
  const dir = resolve(path)
  try {
    make(dir)
    accessSync(dir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code
    throw new StartError(`The ${name} ${dir} cannot be written (${reason}). ${remedy}`)
  }
  return dir
}

/** Node's own `recursive` never returns where an existing folder takes none in, as /proc does. */
function make(dir: string): void {
  if (existsSync(dir)) return
  make(dirname(dir))
  mkdirSync(dir, { mode: 0o700 })
}
