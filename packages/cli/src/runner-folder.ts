import { join, resolve } from 'node:path'
import { folderOfHomeless, homeFolder } from '@mission-control/runner/home'
import { StartError } from '@mission-control/server/start-error'

export interface FolderOptions {
  credential?: string
  dir?: string
}

/** Each desktop has a folder of its own, and the credential names its desktop. */
export function folderOf({ dir, credential }: FolderOptions): string {
  if (dir) return resolve(dir)
  if (credential) return join(stateFolder(), desktopIdOf(credential.trim()))
  throw new StartError(
    'A runner needs the credential of its desktop: set MISSION_CONTROL_CREDENTIAL, or name the folder of an earlier start with --dir.',
  )
}

/** The named folder, or the one that joining makes. */
export function joinedFolder(dir: string | undefined): string {
  if (dir) return resolve(dir)
  const home = homeFolder()
  const ownFolder = home === folderOfHomeless() ? home : join(home, '.mission-control')
  return join(process.getuid?.() === 0 ? '/opt/mission-control' : ownFolder, 'desktop')
}

export function desktopIdOf(credential: string): string {
  const suffix = /^mc[dk]_([0-9a-z]{26})_/.exec(credential)?.[1]
  if (!suffix) {
    throw new StartError(
      'The credential is not one of Mission Control: expected mcd_..., as POST /api/desktops answers it.',
    )
  }
  return `desktop_${suffix}`
}

function stateFolder(): string {
  return join(
    process.env.XDG_STATE_HOME || join(homeFolder(), '.local', 'state'),
    'mission-control',
  )
}
