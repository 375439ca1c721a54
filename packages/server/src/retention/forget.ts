import type { Core } from '../core.ts'
import { anyAuditBefore, deleteSomeAudit } from '../store/audit-log.ts'
import {
  anyActivityBefore,
  anyKeyBefore,
  anyOutputBefore,
  deleteSomeActivity,
  deleteSomeKeys,
  deleteSomeOutput,
} from '../store/retention.ts'
import type { Db, Tx } from '../store/schema.ts'
import { DAY } from './day.ts'
import { AUDIT_KEPT, IDEMPOTENCY_KEY_KEPT } from './kept.ts'
import { inSteps } from './steps.ts'

/** How long things are kept, in days; 0: for ever. */
export interface Retention {
  /** Output and evidence, from the end of their task on. */
  outputDays: number
  activityDays: number
}

/** One kind of thing that gets old. */
interface Kind {
  /** ms. */
  kept: number
  any(db: Db, before: number): Promise<boolean>
  deleteSome(tx: Tx, before: number, at: number): Promise<void>
}

function kindsOf({ outputDays, activityDays }: Retention): Kind[] {
  const kinds: Kind[] = [
    { kept: outputDays * DAY, any: anyOutputBefore, deleteSome: deleteSomeOutput },
    { kept: activityDays * DAY, any: anyActivityBefore, deleteSome: deleteSomeActivity },
    { kept: IDEMPOTENCY_KEY_KEPT, any: anyKeyBefore, deleteSome: deleteSomeKeys },
    { kept: AUDIT_KEPT, any: anyAuditBefore, deleteSome: deleteSomeAudit },
  ]
  return kinds.filter(({ kept }) => kept > 0)
}

/**
 * Deletes what is too old, for `forMs` at most, in transactions so small that nobody waits for one.
 * Between two of them requests get their turn.
 */
export async function forgetOld(
  core: Pick<Core, 'store' | 'now'>,
  retention: Retention,
  forMs: number,
): Promise<void> {
  const until = performance.now() + forMs
  for (const kind of kindsOf(retention)) {
    const before = core.now() - kind.kept
    await inSteps(
      core.store,
      until,
      (db) => kind.any(db, before),
      (tx) => kind.deleteSome(tx, before, core.now()),
    )
  }
}
