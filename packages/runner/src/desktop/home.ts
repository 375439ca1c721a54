import { homedir } from 'node:os'

/** The user's home; for one whom the machine has no name for, the folder that joining makes. */
export function homeFolder(): string {
  try {
    return homedir()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SYSTEM_ERROR') throw error
    return folderOfHomeless()
  }
}

/** As the script of a server's /join has it. */
export function folderOfHomeless(): string {
  return `/var/tmp/mission-control-${process.getuid?.()}`
}
