import { roomIn } from '@mission-control/durable'
import { StartError } from '../start-error.ts'
import { type Refusal, refusalOf } from '../store/refusal.ts'
import { tryRoom } from './room.ts'
import { publicWords } from './words.ts'

const WAYS_OUT = {
  full: 'its disk is full. Free some room on it',
  read_only:
    'its disk is read-only, or its files belong to another user. Make them writable, or set MISSION_CONTROL_DATA_DIR to another',
  failing: 'its disk fails. The log of the machine says why',
} as const

/** The disk takes nothing for now: the start is tried again. */
export class NoRoomError extends StartError {}

const AGAIN = 'Nothing was changed; the start is tried again until it works.'

/** Explains a start that the disk refused: what happened and what its owner can do. */
export async function explainRefusal(error: unknown, dataDir: string): Promise<unknown> {
  const vague = refusalOf(error)
  if (!vague) return error
  if ((error as { severity?: string }).severity !== undefined) return ofDatabase(vague)
  const exact = await tryRoom(dataDir).then(
    () => null,
    (reason) => refusalOf(reason),
  )
  const refusal = exact ?? vague
  if (refusal === 'away') return error
  const what = `The data directory ${dataDir} cannot be written: ${WAYS_OUT[refusal]}.`
  if (refusal === 'read_only') return new StartError(`${what} Nothing was changed.`)
  return new NoRoomError(`${what} ${await roomIn(dataDir)} ${AGAIN}`)
}

function ofDatabase(refusal: Refusal): Error {
  return new NoRoomError(`${publicWords(refusal, 'database')} ${AGAIN}`)
}
