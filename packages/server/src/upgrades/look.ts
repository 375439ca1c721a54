import { atFirstUse } from '../at-first-use.ts'
import type { Core } from '../core.ts'
import type { LoadDownloads } from '../join/load-downloads.ts'
import { momentNow, type Stopwatch } from '../stopwatch.ts'
import { listUpgradable } from '../store/desktops.ts'
import { VERSION } from '../version.ts'
import { readUpgrade } from './known.ts'

/** One look at the runners that are older than this server; where there is none, nothing is loaded. */
export function lookAtUpgrades(core: Core, downloads: LoadDownloads) {
  const rollout = atFirstUse(
    async () => new (await import('./rollout.ts')).Rollout(core, downloads),
  )
  return async (told: Stopwatch): Promise<void> => {
    const rows = await listUpgradable(core.store.db)
    const since = rows.map(({ id, upgrade }) => {
      const offeredAt = readUpgrade(upgrade, VERSION)?.offeredAt ?? null
      return [id, offeredAt, offeredAt] as const
    })
    const elapsed = told.look(since, momentNow())
    if (rows.length === 0) return
    await (await rollout()).advance(rows, elapsed)
  }
}
