import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'

const PACK = fileURLToPath(new URL('../../packages/package/src/main.ts', import.meta.url))

/** `npm run pack`, to that file. */
export function pack(file: string): void {
  execFileSync(process.execPath, [PACK, file], { stdio: ['ignore', 'ignore', 'inherit'] })
}

/** `npm install FILE` in `dir`, without a network; the folder of the program's package. */
export function installPackage(file: string, dir: string): string {
  mkdirSync(dir, { recursive: true })
  const options = ['--offline', '--no-audit', '--no-fund', '--loglevel=error', '--prefix', dir]
  execFileSync('npm', ['install', ...options, file], {
    cwd: dir,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return join(dir, 'node_modules/mission-control')
}

/** The names and contents of what is in the archive. */
export function filesIn(archive: string): Map<string, Buffer> {
  const bytes = gunzipSync(readFileSync(archive))
  const files = new Map<string, Buffer>()
  for (let at = 0; bytes[at] !== 0; ) {
    const name = bytes.toString('utf8', at, at + 100).replace(/\0.*$/s, '')
    const size = Number.parseInt(bytes.toString('utf8', at + 124, at + 135), 8)
    files.set(name, bytes.subarray(at + 512, at + 512 + size))
    at += 512 + Math.ceil(size / 512) * 512
  }
  return files
}
