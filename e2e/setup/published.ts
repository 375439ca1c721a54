import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, readFileSync } from 'node:fs'
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
  const lock = join(folder, 'package-lock.json')
  const installed = join(folder, 'node_modules/.installed')
  if (!existsSync(installed) || !readFileSync(installed).equals(readFileSync(lock))) {
    await install(folder)
    copyFileSync(lock, installed)
  }
  return join(folder, 'node_modules')
}

/** Nothing of it runs: what the programs need is in their packages. */
async function install(folder: string): Promise<void> {
  const npm = spawn('npm', ['ci', '--prefix', folder, '--ignore-scripts', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [[code], printed] = await Promise.all([once(npm, 'close'), text(npm.stderr)])
  if (code !== 0) throw new Error(`${folder} can't be installed:\n${printed}`)
}
