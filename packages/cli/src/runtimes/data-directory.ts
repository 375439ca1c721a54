import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { readConfig } from '@mission-control/server'
import { StartError } from '@mission-control/server/start-error'

/** The folder of the server that runs, or has run, on this machine. */
export function dataDirectory(): string {
  const dataDir = resolve(readConfig(process.env).dataDir)
  if (existsSync(dataDir)) return dataDir
  throw new StartError(
    `There is no data directory ${dataDir}: set MISSION_CONTROL_DATA_DIR to the server's, and call this on its machine.`,
  )
}
