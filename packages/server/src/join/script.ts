import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { VERSION } from '../version.ts'
import type { Download, Runtime } from './downloads.ts'

/** By its folder: compiled, this file lies elsewhere, and the script beside it. */
const SCRIPT = join(import.meta.dirname, '../join/join.sh')

/** The script that a machine joins by, told what this server has. `server`: empty where it isn't known. */
export function joinScript(server: string, program: Download, runtimes: Runtime[]): string {
  const values = {
    server,
    version: VERSION,
    package_sum: program.sha256,
    package_size: `${program.size}`,
    runtimes: runtimes
      .map(({ platform, sha256, size, version }) => [platform, sha256, size, version].join(' '))
      .join('\n'),
  }
  const told = Object.entries(values).map(([name, value]) => `${name}=${quoted(value)}\n`)
  return readFileSync(SCRIPT, 'utf8').replace('# VALUES\n', () => told.join(''))
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
