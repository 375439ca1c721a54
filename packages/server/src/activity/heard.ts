import type { OutputNotice } from '../bus/bus.ts'
import type { Standing } from '../store/runs.ts'

/**
 * Up to which chunk the live output of each task in a workspace has arrived: the bus may lose chunks, or
 * deliver them twice.
 */
export class Heard {
  readonly #seqs = new Map<string, number>()
  /** Where the runs stood at the last look: what was stored then is no longer on its way over the bus. */
  #before: Standing[] = []

  /**
   * `isNew`: the chunk hasn't arrived before. `skipped`: the last chunk that was missed before it; 0: none
   * was.
   */
  take({ taskId, seq }: Pick<OutputNotice, 'taskId' | 'seq'>): { isNew: boolean; skipped: number } {
    const last = this.#seqs.get(taskId)
    if (last !== undefined && seq <= last) return { isNew: false, skipped: 0 }
    this.#seqs.set(taskId, seq)
    return { isNew: true, skipped: last !== undefined && seq > last + 1 ? seq - 1 : 0 }
  }

  /**
   * The tasks with stored output that the bus has lost. `running`: where the runs stand now; tasks that
   * aren't among them are forgotten.
   */
  missed(running: Standing[]): Standing[] {
    const missed = this.#before.filter(({ task_id, seq }) => seq > (this.#seqs.get(task_id) ?? 0))
    for (const { task_id, seq } of missed) this.#seqs.set(task_id, seq)
    const ids = new Set(running.map(({ task_id }) => task_id))
    for (const id of this.#seqs.keys()) if (!ids.has(id)) this.#seqs.delete(id)
    this.#before = running
    return missed
  }
}
