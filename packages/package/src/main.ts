/**
 * Makes mission-control-<version>.tgz: everything, compiled. The same tree gives the same bytes.
 *   main.ts [--for-runners] [FILE]        --for-runners: without types and dashboard, in a third of the time
 */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { archiveOf } from './archive.ts'
import { bundle } from './bundle.ts'
import { licencesOf } from './licences.ts'
import { manifest, version } from './manifest.ts'
import { nativeParts } from './native-parts.ts'
import { ROOT } from './places.ts'
import { types } from './types.ts'

const args = process.argv.slice(2)
const isForRunners = args.includes('--for-runners')
const file = resolve(args.find((arg) => !arg.startsWith('--')) ?? `mission-control-${version}.tgz`)

// Beside the file: so that what is whole can take its place.
mkdirSync(dirname(file), { recursive: true })
const own = mkdtempSync(join(dirname(file), '.package-'))
try {
  const root = join(own, 'package')
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
  const whole = join(own, basename(file))
  const bytes = archiveOf(root)
  writeFileSync(whole, bytes)
  renameSync(whole, file)
  console.log(`${file} (${(bytes.length / 2 ** 20).toFixed(1)} MiB)`)
} finally {
  rmSync(own, { recursive: true, force: true })
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
