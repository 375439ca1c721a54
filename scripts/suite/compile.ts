import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { ROOT } from './files.ts'
import { succeeds } from './succeeds.ts'

const PLACE = resolve(ROOT, 'node_modules/.cache/programs')

/**
 * Compiles the programs of this tree as `npm run pack` does, beside its dashboard; the path of
 * `mission-control`, or null where it failed, which has been said then. The same programs get the same path:
 * what Node keeps of them is found again.
 */
export async function compilePrograms(): Promise<string | null> {
  mkdirSync(PLACE, { recursive: true })
  const own = mkdtempSync(join(PLACE, '.new-'))
  try {
    const archive = join(own, 'package.tgz')
    const pack = ['packages/package/src/main.ts', '--for-runners', archive]
    if (!(await succeeds(process.execPath, ...pack))) return null
    const name = createHash('sha256').update(readFileSync(archive)).digest('hex').slice(0, 16)
    const at = join(PLACE, name)
    if (!existsSync(at)) {
      if (!(await succeeds('tar', '-xzf', archive, '-C', own))) return null
      symlinkSync(resolve(ROOT, 'packages/web'), join(own, 'package/web'))
      for (const other of readdirSync(PLACE)) {
        if (!other.startsWith('.')) rmSync(join(PLACE, other), { recursive: true })
      }
      renameSync(join(own, 'package'), at)
    }
    return join(at, 'lib/cli/main.js')
  } finally {
    rmSync(own, { recursive: true, force: true })
  }
}
