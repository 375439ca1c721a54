import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync } from 'node:fs'
import { extname, join } from 'node:path'
import { compiledCodeOf } from '../compiled-code.ts'
import { ownService } from '../desktop/service.ts'
import { DEFAULT_IDLE_MS } from '../keeper/protocol.ts'

/**
 * A keeper should be small, also because a fork takes the longer the more memory there is to map.
 * After 1,500 runs: 83 MiB without these, 74 with a young generation of 1 MiB, 59 also without the
 * compilers, at the same processor time per run.
 */
const FLAGS = [
  '--max-semi-space-size=1',
  '--max-old-space-size=128',
  '--no-opt',
  '--no-maglev',
  '--no-sparkplug',
]

/** Starts a keeper that outlives this process. It goes by itself when there is one already. */
export function launchKeeper(dir: string, idleMs: number = DEFAULT_IDLE_MS): void {
  const extension = extname(import.meta.filename)
  const main = join(import.meta.dirname, `../keeper/main${extension}`)
  // Without cached code the keeper starts once more in its own place, to get rid of 20 MiB for
  // stripping types.
  const cache = compiledCodeOf('keeper', dir)
  const warm = extension === '.js' || existsSync(cache) ? 'warm' : 'cold'
  const place = ownService() === null ? 'alone' : 'service'
  const log = logIn(dir)
  const keeper = spawn(process.execPath, [...FLAGS, main, `${idleMs}`, warm, place], {
    cwd: dir,
    detached: true,
    stdio: ['ignore', log, log],
    env: {
      // To find `mkfifo`; a command's environment comes with its start.
      ...(process.env.PATH === undefined ? {} : { PATH: process.env.PATH }),
      NODE_COMPILE_CACHE: cache,
    },
  })
  if (log !== 'ignore') closeSync(log)
  keeper.on('error', () => keeper.unref())
  keeper.unref()
}

/** A keeper without a log is better than none. */
function logIn(dir: string): number | 'ignore' {
  try {
    return openSync(join(dir, 'keeper.log'), 'a', 0o600)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return 'ignore'
  }
}
