import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

const FOLDER = join(import.meta.dirname, '../published')

/**
 * The `node_modules` of a program that others have published, exactly as locked in `e2e/published`.
 * It is installed when a test first needs it, and no part of what everybody installs: one of them
 * alone has 180 MB.
 */
export async function published(name: string): Promise<string> {
  const folder = join(FOLDER, name)
  const modules = join(folder, 'node_modules')
  const lock = readFileSync(join(folder, 'package-lock.json'))
  const installed = join(modules, '.installed')
  if (!existsSync(installed) || !readFileSync(installed).equals(lock)) await install(folder)
  return modules
}

/** Of files that need it at once one installs it, and the others wait. */
const INSTALL = `
  cmp -s package-lock.json node_modules/.installed && exit
  npm ci --ignore-scripts --loglevel=error && cp package-lock.json node_modules/.installed`

/** Nothing of it runs: what the programs need is in their packages. */
async function install(folder: string): Promise<void> {
  const npm = spawn('flock', ['package-lock.json', 'sh', '-c', INSTALL], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [[code], printed] = await Promise.all([once(npm, 'close'), text(npm.stderr)])
  if (code !== 0) throw new Error(`${folder} can't be installed:\n${printed}`)
}
