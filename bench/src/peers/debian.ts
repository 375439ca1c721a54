import { existsSync } from 'node:fs'
import type { Context } from '../bench.ts'
import { complete } from '../program.ts'

/** Makes sure that a Debian package is there, judged by a file of it; says so when it installs one. */
export async function need(context: Context, name: string, file: string): Promise<void> {
  if (existsSync(file)) return
  if (process.getuid?.() !== 0) {
    throw new Error(`${file} is missing, please install it: sudo apt-get install ${name}`)
  }
  context.say(`installing the Debian package ${name}, which this bench measures against`)
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' }
  await complete('apt-get', ['update', '-qq'], quiet)
  await complete('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], quiet)
}
