import { StartError } from '../start-error.ts'
import { refusalOf } from '../store/refusal.ts'
import { tryRoom } from './room.ts'

const WAYS_OUT = {
  full: 'its disk is full. Free some room on it, and start again',
  read_only:
    'its disk is read-only, or its files belong to another user. Make them writable, or set MISSION_CONTROL_DATA_DIR to another',
  failing: 'its disk fails. The log of the machine tells more',
} as const

/** Of a start that the disk refused, what its owner can do. */
export async function explainRefusal(error: unknown, dataDir: string): Promise<unknown> {
  const vague = refusalOf(error)
  if (!vague) return error
  const exact = await tryRoom(dataDir).then(
    () => null,
    (reason) => refusalOf(reason),
  )
  return new StartError(
    `The data directory ${dataDir} cannot be written: ${WAYS_OUT[exact ?? vague]}. Nothing was changed.`,
  )
}
