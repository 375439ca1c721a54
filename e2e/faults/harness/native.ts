import { execFileSync } from 'node:child_process'
import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { programOf } from '../../setup/debian.ts'

const SOURCES = join(import.meta.dirname, '../native')
const BUILT = join(import.meta.dirname, '../../../node_modules/.cache/faults')

/** The library that is preloaded to make this fault, built where its source is newer. */
export function preload(name: 'disk' | 'clock' | 'refuse'): string {
  const source = join(SOURCES, `${name}.c`)
  const library = join(BUILT, `${name}.so`)
  if (timeOf(library) >= timeOf(source)) return library
  mkdirSync(BUILT, { recursive: true })
  const compiler = programOf('cc', 'CC_PROGRAM', 'gcc', 'libc6-dev')
  const options = ['-shared', '-fPIC', '-O2', '-Wall', '-Wextra']
  execFileSync(compiler, [...options, '-o', library, source, '-ldl'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return library
}

function timeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
