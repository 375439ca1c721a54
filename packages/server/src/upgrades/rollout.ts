import type { ActivityEvent } from '@mission-control/protocol'
import { type Core, transact } from '../core.ts'
import { toDesktopEvent, toDesktopPayload } from '../desktops/present.ts'
import type { Download } from '../join/downloads.ts'
import type { LoadDownloads } from '../join/load-downloads.ts'
import { appendActivity } from '../store/activity.ts'
import { countDesktops, findDesktop, updateDesktop } from '../store/desktops.ts'
import { hold } from '../store/locks.ts'
import { listDesktopsWithRuns } from '../store/runs.ts'
import type { DesktopRow, Tx } from '../store/schema.ts'
import { VERSION } from '../version.ts'
import { type Candidate, NOT_BACK, type Plan, planUpgrades } from './decisions.ts'
import { type KnownUpgrade, readUpgrade } from './known.ts'

/** How long to wait before making the package again, if that has failed, in ms. */
const TRY_AGAIN = 60_000
/** How long to wait before telling a runner again that is still connected as it was, in ms. */
const TELL_AGAIN = 10_000

/** Upgrades the runners that are older than this server, some at a time. */
export class Rollout {
  readonly #core: Core
  readonly #downloads: LoadDownloads
  #package: Download | undefined
  #making = false
  /**
   * When each runner was told, on the monotonic clock. It is told more than once, since the bus may lose a
   * message.
   */
  readonly #told = new Map<string, number>()
  #tryAt = 0

  constructor(core: Core, downloads: LoadDownloads) {
    this.#core = core
    this.#downloads = downloads
  }

  /** `rows`: the desktops whose runners are older. `told`: ms since each was told. */
  async advance(rows: readonly DesktopRow[], told: ReadonlyMap<string, number>): Promise<void> {
    const { db } = this.#core.store
    const busy = new Set(await listDesktopsWithRuns(db))
    const workspaces = Map.groupBy(rows, ({ workspace_id }) => workspace_id)
    for (const [workspaceId, some] of workspaces) {
      const candidates = some.flatMap((row) => candidateOf(row, busy, told) ?? [])
      const plan = planUpgrades(candidates, await countDesktops(db, workspaceId))
      await this.#carryOut(plan, workspaceId, candidates)
    }
  }

  async #carryOut(
    { offer, late, holds }: Plan,
    workspaceId: string,
    candidates: readonly Candidate[],
  ): Promise<void> {
    for (const id of late) await this.#change(workspaceId, id, notBack)
    const again = candidates.filter((each) => this.#isToHearAgain(each) && !late.includes(each.id))
    const program = offer.length + again.length > 0 ? this.#ready() : undefined
    for (const { id } of again) if (program) this.#tell(id, program)
    for (const { id, upgrade } of candidates) {
      const hold = holds.get(id)
      if (hold === undefined) continue
      if (offer.includes(id)) {
        if (program) await this.#offer(workspaceId, id, program)
      } else if (hold !== upgrade.hold) {
        await this.#change(workspaceId, id, (known) => ({ ...known, hold }))
      }
    }
  }

  /** The package, made in the background; undefined until it is there. */
  #ready(): Download | undefined {
    if (this.#package || this.#making || performance.now() < this.#tryAt) return this.#package
    this.#making = true
    this.#downloads()
      .then((all) => all.package())
      .then((made) => {
        this.#package = made
      })
      .catch((error) => {
        this.#tryAt = performance.now() + TRY_AGAIN
        this.#core.log.warn({ error }, 'The package that runners upgrade to could not be made')
      })
      .finally(() => {
        this.#making = false
      })
    return undefined
  }

  #isToHearAgain({ id, connected, upgrade }: Candidate): boolean {
    const at = this.#told.get(id) ?? Number.NEGATIVE_INFINITY
    return connected && upgrade.offeredAt !== null && performance.now() - at > TELL_AGAIN
  }

  async #offer(workspaceId: string, id: string, program: Download): Promise<void> {
    const at = this.#core.now()
    const row = await this.#change(workspaceId, id, (known, { connected }) =>
      connected === 1 ? { ...known, hold: null, offeredAt: at, tries: known.tries + 1 } : null,
    )
    if (row) this.#tell(id, program)
  }

  #tell(id: string, { sha256, size }: Download): void {
    this.#told.set(id, performance.now())
    const upgrade = { type: 'upgrade', version: VERSION, sha256, size } as const
    this.#core.bus.publish('desktop', id, { kind: 'upgrade', upgrade })
  }

  /** Writes what `change` makes of what is known; null: nothing is to be changed. */
  async #change(
    workspaceId: string,
    id: string,
    change: (known: KnownUpgrade, desktop: DesktopRow) => KnownUpgrade | null,
  ): Promise<DesktopRow | undefined> {
    const row = await transact(this.#core, workspaceId, async (tx) => {
      await hold(tx, 'desktop', id)
      const desktop = await findDesktop(tx, workspaceId, id)
      const known = desktop && readUpgrade(desktop.upgrade, VERSION)
      // Its runner may have come back meanwhile.
      if (!desktop || !known) return undefined
      const changed = change(known, desktop)
      if (changed === null) return undefined
      const row = await updateDesktop(tx, id, { upgrade: JSON.stringify(changed) })
      if (row && changed.failure !== null && known.failure === null) {
        await tellFailure(tx, row, changed.failure, this.#core.now())
      }
      return row
    })
    if (row) {
      this.#core.bus.publish('desktops', workspaceId, toDesktopEvent('desktop.status', row))
    }
    return row
  }
}

function candidateOf(
  row: DesktopRow,
  busy: ReadonlySet<string>,
  told: ReadonlyMap<string, number>,
): Candidate | undefined {
  const upgrade = readUpgrade(row.upgrade, VERSION)
  if (upgrade === null) return undefined
  const { id, connected, upgrade_policy: policy } = row
  const offeredFor = upgrade.offeredAt === null ? 0 : (told.get(id) ?? 0)
  return { id, connected: connected === 1, busy: busy.has(id), policy, upgrade, offeredFor }
}

function notBack(known: KnownUpgrade): KnownUpgrade | null {
  if (known.offeredAt === null) return null
  return { ...known, offeredAt: null, asked: null, failure: NOT_BACK }
}

async function tellFailure(tx: Tx, row: DesktopRow, problem: string, at: number): Promise<void> {
  const payload = { ...toDesktopPayload(row), problem, version: VERSION }
  const event: ActivityEvent = { type: 'desktop.upgradeFailed', payload }
  await appendActivity(tx, row.workspace_id, at, [event])
}
