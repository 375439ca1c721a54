import { accessSync, constants, existsSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { writeDurably } from '@mission-control/durable'

/** What joining has made: a folder with versions of the program, one of which is the current one. */
export interface Installation {
  folder: string
  /** The version of this process: the name of its folder. */
  own: string
}

const PROGRAM = /^(.+)\/versions\/([^/]+)\/package\/lib\/[^/]+$/
const CURRENT = 'current'

/** Where this program is installed; a sentence: it can't be upgraded by its server, and why. */
export function ownInstallation(dir = import.meta.dirname): Installation | string {
  if (import.meta.filename.endsWith('.ts')) {
    return 'Its runner runs from the sources: update them on its machine, and start it again.'
  }
  const [, folder, own] = PROGRAM.exec(realpathSync(dir)) ?? []
  if (!folder || !own || !existsSync(join(folder, '.made-by-join'))) {
    return 'Its runner was not installed by joining: upgrade it on its machine, as it was installed there.'
  }
  if (!existsSync(join(folder, CURRENT))) {
    return 'Its runner was installed by an older version: run the line that it joined by once more on its machine, without the token.'
  }
  try {
    accessSync(folder, constants.W_OK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return `Its runner can't write ${folder} (${code}), where it is installed.`
  }
  return { folder, own }
}

export const versionFolder = (folder: string, name: string) => join(folder, 'versions', name)

/**
 * The command of the installation takes this process's place: whichever version is the current one, with its way
 * to the server.
 */
export function becomeCurrent(folder: string): void {
  const command = join(folder, 'bin/mission-control')
  const args = [command, ...process.argv.slice(2)]
  process.execve?.(command, args, process.env as Record<string, string>)
}

/** The version that starts next. */
export function currentVersion(folder: string): string {
  return readFileSync(join(folder, CURRENT), 'utf8').trim()
}

export function makeCurrent(folder: string, name: string): void {
  writeDurably(join(folder, CURRENT), `${name}\n`)
}
