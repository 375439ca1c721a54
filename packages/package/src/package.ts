import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundle } from './bundle.ts'
import { licencesOf } from './licences.ts'
import { manifest } from './manifest.ts'
import { nativeParts } from './native-parts.ts'
import { ROOT } from './places.ts'
import { types } from './types.ts'

/** What the package holds, into a new folder; for runners without types and dashboard, in a third of the time. */
export async function makePackage(root: string, isForRunners: boolean): Promise<void> {
  const inside = await bundle(join(root, 'lib'))
  inside.push(...nativeParts(root))
  cpSync(join(ROOT, 'packages/package/bin'), join(root, 'bin'), { recursive: true })
  const script = 'packages/server/src/join/join.sh'
  cpSync(join(ROOT, script), join(root, 'lib/join/join.sh'))
  if (!isForRunners) {
    inside.push(...dashboard(join(root, 'web/dist')))
    types(join(root, 'types'))
  }
  writeFileSync(join(root, 'package.json'), manifest())
  writeFileSync(join(root, 'LICENCES.md'), licencesOf(inside))
  for (const name of ['LICENSE', 'README.md']) cpSync(join(ROOT, name), join(root, name))
}

/** As it was built last; its modules, which the build has written down. */
function dashboard(dir: string): string[] {
  cpSync(join(ROOT, 'packages/web/dist'), dir, { recursive: true })
  rmSync(join(dir, '.built'))
  const list = join(dir, '.modules')
  const modules = readFileSync(list, 'utf8').trimEnd().split('\n')
  rmSync(list)
  return modules.map((path) => join(ROOT, path))
}
