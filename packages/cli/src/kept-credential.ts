import { join } from 'node:path'
import { readDurable, writeDurably } from '@mission-control/durable'
import { StartError } from '@mission-control/server/start-error'
import { desktopIdOf } from './runner-folder.ts'

const CREDENTIAL = /^mc[dk]_[0-9a-z]{26}_[\w-]{20,}$/

export interface KeptCredential {
  value: string
  /** Call it when the server has taken it: only then it may replace the one in the folder. */
  accepted(): void
}

/**
 * The folder keeps the credential, so that the next start needs only one of the two. It is written only
 * where that changes something, and a folder that can't take it keeps nobody from working.
 * Throws {@link StartError} where there is none, or one of another desktop.
 */
export function keptCredential(
  dir: string,
  given: string | undefined,
  warn: (text: string) => void,
): KeptCredential {
  const file = join(dir, 'credential')
  const found = readDurable(file, (text) => CREDENTIAL.test(text))
  let kept = typeof found === 'object' ? found.text : undefined
  const value = given ?? kept ?? missing(dir, found === 'damaged')
  if (kept !== undefined && desktopIdOf(kept) !== desktopIdOf(value)) {
    throw new StartError(
      `${dir} belongs to another desktop. Give this one a folder of its own with --dir.`,
    )
  }
  const keep = () => {
    if (kept === value) return
    try {
      writeDurably(file, `${value}\n`)
      kept = value
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      warn(`The credential could not be kept in ${file} (${code}): the next start needs it again.`)
    }
  }
  desktopIdOf(value)
  if (kept === undefined) keep()
  return { value, accepted: keep }
}

function missing(dir: string, isDamaged: boolean): never {
  const what = isDamaged
    ? `The credential in ${dir} is damaged`
    : `There is no credential in ${dir}`
  throw new StartError(`${what}: set MISSION_CONTROL_CREDENTIAL.`)
}
