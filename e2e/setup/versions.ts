import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Scope } from './cleanup.ts'
import { temporaryFolder } from './folder.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const PACK = join(ROOT, 'packages/package/src/main.ts')
const { version: OWN } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))

/**
 * Has a server in the folder serve a Node that is none: its machines have one of their own, and compressing this
 * one takes seconds.
 */
export function spareRuntime(dataDir: string): void {
  const dir = join(dataDir, 'join/added')
  mkdirSync(dir, { recursive: true })
  writeFileSync(join(dir, `node-${process.version}-linux-${process.arch}.gz`), gzipSync(''))
}

/** The package in as many versions as a test wants, of which only the first takes time to make. */
export class Versions {
  readonly #dir: string

  private constructor(dir: string) {
    this.#dir = dir
  }

  static make(scope: Scope): Versions {
    const dir = temporaryFolder(scope)
    const { MISSION_CONTROL_TEST_MAIN: compiled } = process.env
    if (compiled) {
      cpSync(resolve(compiled, '../../..'), join(dir, 'package'), { recursive: true })
      return new Versions(dir)
    }
    const file = join(dir, 'package.tgz')
    execFileSync(process.execPath, [PACK, '--for-runners', file], { stdio: 'ignore' })
    execFileSync('tar', ['-xzf', file, '-C', dir])
    return new Versions(dir)
  }

  /**
   * Its program, which serves itself to those that join. `spoilt`: a program that it begins with when a
   * runner tries it, or once it has passed that.
   */
  program(version: string, spoilt = '', when: 'on trial' | 'later' = 'on trial'): string {
    const root = join(this.#dir, `${version}-${spoilt.length}`, 'package')
    cpSync(join(this.#dir, 'package'), root, { recursive: true })
    for (const path of [join(root, 'package.json'), ...partsOf(root)]) replaceVersion(path, version)
    if (spoilt !== '') {
      const main = join(root, 'bin/mission-control.js')
      const start = readFileSync(main, 'utf8').replace(
        '#!/usr/bin/env node\n',
        `$&if (process.argv[2] === 'runner' && process.argv.includes('--trial') === ${when === 'on trial'}) {\n${spoilt}\n}\n`,
      )
      rmSync(main)
      writeFileSync(main, start, { mode: 0o755 })
    }
    return join(root, 'bin/mission-control.js')
  }
}

function partsOf(root: string): string[] {
  const parts = join(root, 'lib/parts')
  return readdirSync(parts)
    .filter((name) => name.endsWith('.js'))
    .map((name) => join(parts, name))
}

function replaceVersion(path: string, version: string): void {
  const before = readFileSync(path, 'utf8')
  const after = before
    .replaceAll(`const VERSION = "${OWN}"`, `const VERSION = "${version}"`)
    .replace(`"version": "${OWN}"`, `"version": "${version}"`)
  if (after !== before) writeFileSync(path, after)
}
