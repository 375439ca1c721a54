import { cpSync, globSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { ROOT } from './places.ts'

/** koffi's builds for the kinds of machine whose packages are installed; without one a runner does without. */
export function nativeParts(root: string): string[] {
  const found = globSync('node_modules/@koromix/koffi-linux-*/*/koffi.node', { cwd: ROOT })
  for (const file of found) {
    cpSync(join(ROOT, file), join(root, 'build/koffi', basename(dirname(file)), 'koffi.node'))
  }
  return found.map((file) => join(ROOT, file))
}
