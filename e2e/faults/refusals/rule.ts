import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Scope } from '../../setup/cleanup.ts'
import { temporaryFolder } from '../../setup/folder.ts'
import { preload } from '../harness/native.ts'

export type Code = 'ENOSPC' | 'EIO' | 'EROFS' | 'EMFILE'

export interface Refusal {
  code: Code
  /** Of the calls that count, from the moment on in which it is asked for. */
  nth: number
  /** That one call, or each from it on. */
  mode: 'once' | 'on'
}

let rules = 0

/** System calls of one program that are to fail, on demand. */
export class Rule {
  readonly environment: NodeJS.ProcessEnv
  readonly #file: string
  readonly #notes: string

  /** `dir`: it is about files below it. */
  constructor(scope: Scope, dir: string) {
    const folder = temporaryFolder(scope)
    this.#file = join(folder, 'rule')
    this.#notes = join(folder, 'notes')
    this.environment = {
      LD_PRELOAD: preload('refuse'),
      FAULTS_DIR: dir,
      FAULTS_REFUSE: this.#file,
      FAULTS_COUNT: this.#notes,
    }
  }

  refuse({ code, nth, mode }: Refusal): void {
    rmSync(this.#notes, { force: true })
    writeFileSync(this.#file, `${code} ${nth} ${mode} ${++rules}\n`)
  }

  allow(): void {
    rmSync(this.#file, { force: true })
  }

  /** What has failed: process, call, its number, its file's path where it has one. */
  get refused(): string[] {
    if (!existsSync(this.#notes)) return []
    return readFileSync(this.#notes, 'utf8').trim().split('\n')
  }
}
