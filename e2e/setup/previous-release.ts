import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Scope } from './cleanup.ts'
import { temporaryFolder } from './folder.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** The release beside whose servers ours have to run, as a commit of this repository. It moves with each release. */
const PREVIOUS = '1a3b68d755105e35d35d3661ca14f5d8ad705518'

/** Its sources, with the dependencies of this tree; the folder goes with its scope. */
export function previousRelease(scope: Scope): { root: string; main: string } {
  const root = temporaryFolder(scope)
  const git = (...args: string[]) =>
    execFileSync('git', args, {
      cwd: ROOT,
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  let archive: Buffer
  try {
    archive = git('archive', PREVIOUS, 'package.json', 'packages', 'e2e')
  } catch (cause) {
    throw new Error(
      `The previous release is commit ${PREVIOUS}, which this clone lacks: git fetch --unshallow.`,
      { cause },
    )
  }
  execFileSync('tar', ['-x', '-C', root], { input: archive })
  linkDependencies(root)
  return { root, main: join(root, 'packages/cli/src/main.ts') }
}

/** Those of others are this tree's, its own are its own. */
function linkDependencies(root: string): void {
  const own = '@mission-control'
  mkdirSync(join(root, 'node_modules', own), { recursive: true })
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    if (name === own || name === '.cache') continue
    symlinkSync(join(ROOT, 'node_modules', name), join(root, 'node_modules', name))
  }
  for (const name of readdirSync(join(root, 'packages'))) {
    symlinkSync(join(root, 'packages', name), join(root, 'node_modules', own, name))
    const dependencies = join('packages', name, 'node_modules')
    if (existsSync(join(ROOT, dependencies))) {
      symlinkSync(join(ROOT, dependencies), join(root, dependencies))
    }
  }
}
