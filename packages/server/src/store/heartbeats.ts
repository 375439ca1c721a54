import { engineOf } from './engine.ts'
import { recordAllBeats } from './postgres/many-desktops.ts'
import { prepared } from './prepared.ts'
import type { DesktopRow, Tx } from './schema.ts'

/** A desktop's, over the connection of this epoch. */
export interface Heartbeat {
  id: string
  epoch: number
  /** As JSON. */
  metrics: string
  at: number
}

const update = prepared((db, by: Heartbeat) =>
  db
    .updateTable('desktops')
    .set({ metrics: by.metrics, last_seen_at: by.at })
    .where('id', '=', by.id)
    .where('epoch', '=', by.epoch)
    .where('status', '!=', 'destroyed')
    .returningAll(),
)

async function recordOneByOne(tx: Tx, beats: Heartbeat[]): Promise<DesktopRow[]> {
  const rows: DesktopRow[] = []
  for (const beat of beats) rows.push(...(await update(tx, beat)))
  return rows
}

const RECORD = { sqlite: recordOneByOne, postgres: recordAllBeats }

/**
 * Stores a heartbeat of each of several desktops. Returns the desktops, in no order, without those that have a
 * newer connection or were removed; and without some that another transaction is about to change.
 */
export async function recordBeats(tx: Tx, beats: Heartbeat[]): Promise<DesktopRow[]> {
  return await RECORD[engineOf(tx)](tx, beats)
}
