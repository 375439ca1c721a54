import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Scope } from './cleanup.ts'
import { temporaryFolder } from './folder.ts'

const NOTE = pathToFileURL(join(import.meta.dirname, 'note-modules.mjs')).href

/** Notes which modules processes load that are started with `env`. */
export function noteModules(t: Scope) {
  const dir = temporaryFolder(t)
  return {
    env: { NODE_OPTIONS: `--import ${NOTE}`, NOTED_MODULES: dir },
    /** The addresses of all modules that these processes have loaded so far. */
    loaded: () =>
      readdirSync(dir).flatMap((file) => readFileSync(join(dir, file), 'utf8').trim().split('\n')),
  }
}
