import { spawnSync } from 'node:child_process'
import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const SOURCES = join(import.meta.dirname, '../native')
const BUILT = join(import.meta.dirname, '../../../node_modules/.cache/faults')
const DEBIAN = ['gcc', 'libc6-dev']

/** The library that is preloaded to make this fault, built where its source is newer. */
export function preload(name: 'disk' | 'clock' | 'refuse'): string {
  const source = join(SOURCES, `${name}.c`)
  const library = join(BUILT, `${name}.so`)
  if (timeOf(library) >= timeOf(source)) return library
  mkdirSync(BUILT, { recursive: true })
  if (spawnSync('cc', ['--version']).error) installCompiler()
  run('cc', '-shared', '-fPIC', '-O2', '-Wall', '-Wextra', '-o', library, source, '-ldl')
  return library
}

function installCompiler(): void {
  console.error(
    `The fault tests need a C compiler: installing Debian's (apt-get install ${DEBIAN.join(' ')}) ...`,
  )
  const root = process.getuid?.() === 0 ? [] : ['sudo', '-n']
  const apt = [...root, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', '-y'] as const
  run(...(apt as unknown as [string]), 'update')
  run(...(apt as unknown as [string]), 'install', '--no-install-recommends', ...DEBIAN)
}

function run(program: string, ...args: string[]): void {
  const { status, error } = spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed`, { cause: error })
}

function timeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
