import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cleanUp, type Scope } from './cleanup.ts'
import { livingKeeper } from './keeper.ts'
import { isSame } from './process-table.ts'
import { unlessGone } from './unless-gone.ts'
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

/** Stops every keeper below `dir`, with all that it holds; they may go by themselves meanwhile. */
async function endKeepers(dir: string): Promise<void> {
  for (const path of filesBelow(dir)) {
    const keeper = path.endsWith('keeper.pid') ? livingKeeper(path) : null
    if (keeper === null) continue
    unlessGone(() => process.kill(keeper.pid, 'SIGINT'))
    await waitFor(`keeper ${keeper.pid} to end`, () => !isSame(keeper))
  }
}

/** Through no link: a task may have made one to anywhere. Keepers take their files away while this looks. */
function filesBelow(dir: string): string[] {
  const entries = unlessGone(() => readdirSync(dir, { withFileTypes: true })) ?? []
  return entries.flatMap((entry) => {
    const path = join(dir, entry.name)
    return entry.isDirectory() ? filesBelow(path) : [path]
  })
}
