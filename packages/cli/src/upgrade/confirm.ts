import { VERSION } from '@mission-control/runner/version'
import { StartError } from '@mission-control/server/start-error'
import { makeCurrent, ownInstallation } from './installation.ts'
import { readRecord } from './record.ts'

/** Checks that a version on trial is the one that was promised. */
export function checkPromise(dir: string): void {
  const promised = readRecord(dir)?.version
  if (promised === VERSION) return
  throw new StartError(`This is version ${VERSION}, and the server promised ${promised}.`)
}

/** The server has welcomed this version, which was on trial: from now on it is the current one. */
export function confirm(): void {
  const installation = ownInstallation()
  if (typeof installation === 'string') throw new StartError(installation)
  makeCurrent(installation.folder, installation.own)
}
