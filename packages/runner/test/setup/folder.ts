import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'

/** A folder that goes with the test. */
export function temporaryFolder(t: TestContext): string {
  const path = makeFolder()
  t.after(() => rmSync(path, { recursive: true, force: true }))
  return path
}

export function makeFolder(): string {
  return mkdtempSync(join(tmpdir(), 'mission-control-'))
}
