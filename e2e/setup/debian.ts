import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

const SCRIPT = join(import.meta.dirname, '../../scripts/debian-program.sh')

/** Where a program is that tests run: the one that `variable` names, else this machine's, else Debian's, which is installed. */
export function programOf(name: string, variable: string, ...packages: string[]): string {
  const script = [SCRIPT, name, variable, packages.join(' ') || name]
  return execFileSync('sh', script, { encoding: 'utf8' }).trim()
}
