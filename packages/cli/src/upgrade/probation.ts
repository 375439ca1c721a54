import { VERSION } from '@mission-control/runner/version'
import { releaseFolder } from '../folder-lock.ts'
import { becomeCurrent, makeCurrent, ownInstallation } from './installation.ts'
import { keepRecord, readRecord, writeRecord } from './record.ts'

/** A version that has taken another's place is watched for so long, in ms. */
const WATCHED_FOR = 60_000

/**
 * Watches a version that has just passed its trial, in the runner that holds the folder. If the runner still
 * ends with an error, the version before comes back, in this process. Ends from outside say nothing about the
 * version, and aren't seen here. `blameless`: an exit code that isn't the version's fault.
 */
export function watchVersion(dir: string, blameless: number): void {
  const installation = ownInstallation()
  if (typeof installation === 'string' || versionBefore(dir) === undefined) return
  const { folder } = installation
  let words = ''
  process.on('uncaughtExceptionMonitor', ({ message }) => {
    words = ` It said: ${message}`
  })
  const giveBack = (code: number) => {
    const before = versionBefore(dir)
    if (code === 0 || code === blameless || before === undefined) return
    const { version, trials } = readRecord(dir)!
    const failed = `It worked on trial, and then ended with exit code ${code}.${words}`
    writeRecord(dir, { version, trials, failed })
    makeCurrent(folder, before)
    releaseFolder(dir)
    becomeCurrent(folder)
  }
  process.on('exit', giveBack)
  setTimeout(() => {
    process.off('exit', giveBack)
    const record = readRecord(dir)
    if (record?.version === VERSION) keepRecord(dir, { ...record, before: undefined })
  }, WATCHED_FOR).unref()
}

/** What this version has taken the place of, and may have to give it back to. */
function versionBefore(dir: string): string | undefined {
  const record = readRecord(dir)
  return record?.version === VERSION && record.failed === null ? record.before : undefined
}
