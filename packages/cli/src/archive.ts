import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { archiveOf } from '@mission-control/package/archive'

/** The folder of the package: one above those of the programs. */
const ROOT = resolve(import.meta.dirname, '../..')

/** Writes the package that this program was installed from, for machines that join. */
export function writeArchive(file: string): void {
  writeFileSync(file, archiveOf(ROOT))
}
