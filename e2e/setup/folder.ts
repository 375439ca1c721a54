import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cleanUp, type Scope } from './cleanup.ts'
import { isSame } from './process-table.ts'
import { waitFor } from './wait.ts'

/** A new folder that goes at the end of the test, with the keepers of the runner folders in it. */
export function temporaryFolder(t: Scope): string {
  const dir = mkdtempSync(join(tmpdir(), 'mission-control-'))
  cleanUp(t, async () => {
    await endKeepers(dir)
    // A keeper that was just being started may still be putting files there.
    rmSync(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
  })
  return dir
}

/** Stops every keeper below `dir`, with all that it holds. */
async function endKeepers(dir: string): Promise<void> {
  for (const path of filesBelow(dir)) {
    if (!path.endsWith('keeper.pid')) continue
    const keeper = JSON.parse(readFileSync(path, 'utf8'))
    if (!isSame(keeper)) continue
    process.kill(keeper.pid, 'SIGINT')
    await waitFor(`keeper ${keeper.pid} to end`, () => !isSame(keeper))
  }
}

/** Through no link: a task may have made one to anywhere. */
function filesBelow(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name)
    return entry.isDirectory() ? filesBelow(path) : [path]
  })
}
