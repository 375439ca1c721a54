import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

const TEXT = /\.(js|css|svg|json|webmanifest|txt)$/

/** Puts .br and .gz beside every text file of a build, so that the server compresses nothing. */
export function compress(): Plugin {
  let outDir = ''
  return {
    name: 'compress',
    apply: 'build',
    configResolved: ({ root, build }) => {
      outDir = resolve(root, build.outDir)
    },
    closeBundle: () => {
      for (const path of readdirSync(outDir, { recursive: true, encoding: 'utf8' })) {
        const file = join(outDir, path)
        if (!TEXT.test(path) || !statSync(file).isFile()) continue
        const bytes = readFileSync(file)
        keepIfSmaller(`${file}.br`, brotliCompressSync(bytes), bytes)
        keepIfSmaller(`${file}.gz`, gzipSync(bytes, { level: 9 }), bytes)
      }
    },
  }
}

function keepIfSmaller(path: string, packed: Buffer, bytes: Buffer): void {
  if (packed.length < bytes.length) writeFileSync(path, packed)
}
