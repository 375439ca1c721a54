import { join } from 'node:path'
import { readDurableJson, writeDurably } from '@mission-control/durable'

/** What a runner's folder knows of the version that it was told to upgrade to last. */
export interface UpgradeRecord {
  version: string
  /** How often it was started to be tried. */
  trials: number
  /** Why it does not work here; null: that isn't known. */
  failed: string | null
  /** What it takes the place of: it goes back there if it breaks. Left out: it is past that. */
  before?: string | undefined
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

/** The same where a disk that takes nothing must not end the runner; it is said then. */
export function keepRecord(dir: string, record: UpgradeRecord): void {
  try {
    writeRecord(dir, record)
  } catch (error) {
    process.stderr.write(`The upgrade could not be put on record: ${(error as Error).message}\n`)
  }
}
