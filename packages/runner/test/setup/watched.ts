import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { TestContext } from 'node:test'
import { type FileEvidence, Watch } from '../../src/agent/evidence/watch.ts'
import { temporaryFolder } from './folder.ts'

/** Files by their paths, with what is in them. */
type Files = Record<string, string | Buffer>

/** A working directory, and what is found out about it. */
export class Watched {
  readonly dir: string

  constructor(t: TestContext, files: Files = {}) {
    this.dir = temporaryFolder(t)
    this.write(files)
  }

  write(files: Files): void {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(this.at(path)), { recursive: true })
      writeFileSync(this.at(path), content)
    }
  }

  at(path: string): string {
    return join(this.dir, path)
  }

  git(...args: string[]): string {
    const person = ['-c', 'user.name=Test', '-c', 'user.email=test@localhost']
    return execFileSync('git', [...person, ...args], { cwd: this.dir, encoding: 'utf8' })
  }

  /** Makes it a repository that has what is there. */
  commitAll(): void {
    this.git('init', '--quiet')
    this.git('add', '--all')
    this.git('commit', '--quiet', '--message', 'all')
  }

  /** What is told of what `work` does. */
  async during(
    work: () => unknown,
    { runnerDir = '/nowhere', within = 30_000 } = {},
  ): Promise<FileEvidence> {
    const watch = await Watch.begin({ workDir: this.dir, runnerDir })
    await work()
    return await watch.end(within)
  }
}

/** `change path`, in their order, and whether git's rules leave it out. */
export function told({ files }: FileEvidence): string[] | undefined {
  return files?.map(
    ({ change, path, ignored }) => `${change} ${path}${ignored ? ' (ignored)' : ''}`,
  )
}

/** What is told of a file that is nothing but a file. */
export const PLAIN = { pathBytes: null, mode: null, kind: null, target: null, ignored: false }
