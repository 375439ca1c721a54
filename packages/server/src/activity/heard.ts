import type { OutputNotice } from '../bus/bus.ts'
import type { Standing } from '../store/runs.ts'

/** How far the live output of a workspace's tasks was heard: the bus may lose some of it, or say it twice. */
export class Heard {
  readonly #seqs = new Map<string, number>()
  /** What the store had a while ago: it isn't on its way any more. */
  #before: Standing[] = []

  /** `skipped`: the last chunk that was missed before this one; `isNew`: this one wasn't heard before. */
  take({ taskId, seq }: Pick<OutputNotice, 'taskId' | 'seq'>): { isNew: boolean; skipped: number } {
    const last = this.#seqs.get(taskId)
    if (last !== undefined && seq <= last) return { isNew: false, skipped: 0 }
    this.#seqs.set(taskId, seq)
    return { isNew: true, skipped: last !== undefined && seq > last + 1 ? seq - 1 : 0 }
  }

  /** What has come to the store and was not heard, given what runs there now; what has ended is forgotten. */
  missed(running: Standing[]): Standing[] {
    const missed = this.#before.filter(({ task_id, seq }) => seq > (this.#seqs.get(task_id) ?? 0))
    for (const { task_id, seq } of missed) this.#seqs.set(task_id, seq)
    const ids = new Set(running.map(({ task_id }) => task_id))
    for (const id of this.#seqs.keys()) if (!ids.has(id)) this.#seqs.delete(id)
    this.#before = running
    return missed
  }
}
