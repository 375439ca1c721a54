import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const BLOCK = 512
/** As npm writes it, which some programs want: one moment for all files. */
const MODIFIED = Date.UTC(1985, 9, 26, 8, 15) / 1000

/**
 * The files below `root` as npm packs them: a compressed tar whose bytes depend on nothing but names and
 * contents. Small enough to be made in memory.
 */
export function archiveOf(root: string): Buffer {
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort()
  const parts = paths.flatMap((path) => {
    const data = readFileSync(join(root, path))
    const filler = Buffer.alloc(-data.length & (BLOCK - 1))
    return [headerOf(`package/${path}`, data.length, path.startsWith('bin/')), data, filler]
  })
  return gzipSync(Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]), { level: 9 })
}

/** As POSIX has it (ustar). */
function headerOf(path: string, size: number, isProgram: boolean): Buffer {
  if (Buffer.byteLength(path) > 100) throw new Error(`too long a path for the archive: ${path}`)
  const header = Buffer.alloc(BLOCK)
  const put = (text: string, at: number) => header.write(text, at, 'utf8')
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`
  put(path, 0)
  put(octal(isProgram ? 0o755 : 0o644, 7), 100)
  put(octal(0, 7), 108)
  put(octal(0, 7), 116)
  put(octal(size, 11), 124)
  put(octal(MODIFIED, 11), 136)
  put(' '.repeat(8), 148)
  put('0', 156)
  put('ustar\0', 257)
  put('00', 263)
  const sum = header.reduce((total, byte) => total + byte, 0)
  put(`${octal(sum, 6)} `, 148)
  return header
}
