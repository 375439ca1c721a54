import { VERSION } from '@mission-control/runner/version'
import { releaseFolder } from '../folder-lock.ts'
import { becomeCurrent, makeCurrent, ownInstallation } from './installation.ts'
import { keepRecord, readRecord, writeRecord } from './record.ts'

/** A version that has taken another's place is watched for so long, in ms. */
const WATCHED_FOR = 60_000
/** How often a version may end without an exit code before it counts as broken. */
const MOST_SILENT_ENDS = 5

/**
 * Watches a version that has just passed its trial, in the runner that holds the folder. If the runner still
 * ends with an error, the version before comes back, in this process. A crash is seen only at the next start, where
 * it looks like a kill from outside: the version before comes back after several. `blameless`: an exit code that
 * isn't the version's fault.
 */
export function watchVersion(dir: string, blameless: number): void {
  const installation = ownInstallation()
  if (typeof installation === 'string' || versionBefore(dir) === undefined) return
  const { folder } = installation
  const giveBack = (before: string, how: string) => {
    const { version, trials } = readRecord(dir)!
    writeRecord(dir, { version, trials, failed: `It worked on trial, and then ended ${how}` })
    makeCurrent(folder, before)
    releaseFolder(dir)
    becomeCurrent(folder)
  }
  const record = readRecord(dir)!
  const { silentEnds = 0 } = record
  if (silentEnds >= MOST_SILENT_ENDS) {
    giveBack(record.before!, `${silentEnds} times by a crash, or by somebody's kill.`)
  }
  keepRecord(dir, { ...record, silentEnds: silentEnds + 1 })
  let words = ''
  process.on('uncaughtExceptionMonitor', ({ message }) => {
    words = ` It said: ${message}`
  })
  const onExit = (code: number) => {
    const before = versionBefore(dir)
    if (before === undefined) return
    if (code === 0 || code === blameless) keepRecord(dir, record)
    else giveBack(before, `with exit code ${code}.${words}`)
  }
  process.on('exit', onExit)
  setTimeout(() => {
    process.off('exit', onExit)
    if (versionBefore(dir) === undefined) return
    keepRecord(dir, { ...record, before: undefined, silentEnds: undefined })
  }, WATCHED_FOR).unref()
}

/** What this version has taken the place of, and may have to give it back to. */
function versionBefore(dir: string): string | undefined {
  const record = readRecord(dir)
  return record?.version === VERSION && record.failed === null ? record.before : undefined
}
