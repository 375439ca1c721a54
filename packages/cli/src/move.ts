import { join, resolve } from 'node:path'
import { type MovingHome, moveHouse, requireDatabase } from '@mission-control/server'
import { lockFolder } from './folder-lock.ts'
import { prepareFolder } from './prepare-folder.ts'
import { print } from './print.ts'

/** Copies everything from one data directory or database into another, and compares what has arrived. */
export async function move({ from, to }: { from: string; to: string }): Promise<void> {
  const [source, target] = [homeOf(from), homeOf(to)]
  if ('dataDir' in source) requireDatabase(source.dataDir)
  for (const home of [source, target]) if ('dataDir' in home) keepForThis(home.dataDir)
  let total = 0
  await moveHouse(source, target, (table, { rows, hash }) => {
    total += rows
    print(`${table.padEnd(18)} ${String(rows).padStart(9)} rows  sha256 ${hash.slice(0, 16)}`)
  })
  print(`\n${total} rows have arrived as they were. The source was only read.`)
  if ('dataDir' in source) {
    print(
      `Secrets are encrypted with the key in ${join(source.dataDir, 'secret.key')}: give the server that file, or its content as MISSION_CONTROL_SECRET_KEY.`,
    )
  }
}

function homeOf(text: string): MovingHome {
  if (/^postgres(ql)?:/.test(text)) return { databaseUrl: text }
  return { dataDir: resolve(text) }
}

function keepForThis(dataDir: string): void {
  prepareFolder(dataDir, 'data directory', 'Name one that can.')
  const taken = `A Mission Control runs on the data directory ${dataDir}. Stop it first: what it writes meanwhile would not be moved.`
  lockFolder(dataDir, taken)
}
