/**
 * Makes mission-control-<version>.tgz: everything, compiled. The same tree gives the same bytes.
 *   main.ts [--for-runners] [FILE]        --for-runners: without types and dashboard, in a third of the time
 */
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { archiveOf } from './archive.ts'
import { version } from './manifest.ts'
import { makePackage } from './package.ts'

const args = process.argv.slice(2)
const file = resolve(args.find((arg) => !arg.startsWith('--')) ?? `mission-control-${version}.tgz`)

// Beside the file: so that what is whole can take its place.
mkdirSync(dirname(file), { recursive: true })
const own = mkdtempSync(join(dirname(file), '.package-'))
try {
  const root = join(own, 'package')
  await makePackage(root, args.includes('--for-runners'))
  const whole = join(own, basename(file))
  const bytes = archiveOf(root)
  writeFileSync(whole, bytes)
  renameSync(whole, file)
  console.log(`${file} (${(bytes.length / 2 ** 20).toFixed(1)} MiB)`)
} finally {
  rmSync(own, { recursive: true, force: true })
}
