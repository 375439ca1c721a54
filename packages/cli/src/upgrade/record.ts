import { join } from 'node:path'
import { readDurableJson, writeDurably } from '@mission-control/durable'

/** What a runner's folder knows of the version that it was told to upgrade to last. */
export interface UpgradeRecord {
  version: string
  /** How often it was started to be tried. */
  trials: number
  /** Why it does not work here; null: that isn't known. */
  failed: string | null
  /** The version that this one replaces, to go back to if it breaks. Left out: it can't go back any more. */
  before?: string | undefined
  /** How many starts since then ended without an exit code. The one under way counts until it ends otherwise. */
  silentEnds?: number | undefined
}

export const RECORD_FILE = 'upgrade.json'

export function readRecord(dir: string): UpgradeRecord | undefined {
  return readDurableJson<UpgradeRecord>(
    join(dir, RECORD_FILE),
    ({ version, trials }) => typeof version === 'string' && typeof trials === 'number',
  )
}

export function writeRecord(dir: string, record: UpgradeRecord): void {
  writeDurably(join(dir, RECORD_FILE), `${JSON.stringify(record)}\n`)
}

/** Writes the record. If the disk refuses, prints that, because it must not end the runner. */
export function keepRecord(dir: string, record: UpgradeRecord): void {
  try {
    writeRecord(dir, record)
  } catch (error) {
    process.stderr.write(`The upgrade could not be put on record: ${(error as Error).message}\n`)
  }
}
