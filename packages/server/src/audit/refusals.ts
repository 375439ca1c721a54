import type { Core } from '../core.ts'
import { findUserByEmail } from '../store/accounts.ts'
import { note } from '../store/audit.ts'
import { apart } from '../store/deed.ts'
import type { Tx } from '../store/schema.ts'
import { findDoer, findOwner } from '../store/workspaces.ts'
import type { Refusal } from './refusal.ts'
import { RefusalWindow } from './refusal-window.ts'

/**
 * Writes into the audit log what was refused. Nobody waits for it, and a flood of it, by however many,
 * fills nothing: alike ones are counted over a minute, and of different ones so many have a row. Strangers
 * and those whom the server knows are counted apart, so that a flood from outside hides nobody inside.
 */
export class Refusals {
  readonly #core: Core
  readonly #strangers: RefusalWindow
  readonly #known: RefusalWindow
  readonly #writes = new Set<Promise<void>>()

  constructor(core: Core) {
    this.#core = core
    const write = (refusal: Refusal, count: number) => this.#write(refusal, count)
    this.#strangers = new RefusalWindow(write)
    this.#known = new RefusalWindow(write)
  }

  add(refusal: Refusal): void {
    const window = refusal.workspaceId === undefined ? this.#strangers : this.#known
    window.add(refusal)
  }

  /** Writes what was counted; nothing may be added any more. */
  async close(): Promise<void> {
    this.#strangers.close()
    this.#known.close()
    await Promise.all(this.#writes)
  }

  #write(refusal: Refusal, count: number): void {
    const { store, log } = this.#core
    apart(() => {
      const write = store
        .write((tx) => noteRefusal(tx, refusal, count))
        .catch((error) => log.warn({ error }, 'could not note in the audit log what was refused'))
        .finally(() => this.#writes.delete(write))
      this.#writes.add(write)
    })
  }
}

/** In the log of whoever asked, or of whom a stranger meant; else in the owner's. */
async function noteRefusal(
  tx: Tx,
  { workspaceId, deed, outcome, email }: Refusal,
  count: number,
): Promise<void> {
  const user = email === undefined ? undefined : await findUserByEmail(tx, email)
  const meant = user && (await findDoer(tx, user.id))
  const place = workspaceId ?? meant?.workspaceId ?? (await findOwner(tx))?.workspaceId
  if (place === undefined) return
  note(tx, place, deed, { outcome, count, target: meant?.userId ?? deed.target })
}
