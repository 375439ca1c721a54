import type { Kit } from '../../kit/kit.ts'
import { type Finding, problem, warning, well } from '../finding.ts'

const GIB = 2 ** 30
/** Below this the room soon runs out. */
const FREE_LEAST = GIB
const SHARE_LEAST = 0.05

export async function checkStorage({ client }: Kit): Promise<Finding[]> {
  const { status, message, path, freeBytes, totalBytes } = await client.storage()
  if (status !== 'ok') {
    return [problem('disk', message ?? `It is ${status}.`, 'The server goes on by itself then.')]
  }
  const share = totalBytes === 0 ? 1 : freeBytes / totalBytes
  const found = `${(freeBytes / GIB).toFixed(1)} GiB (${Math.floor(share * 100)} %) are free for the server, at ${path}.`
  if (freeBytes >= FREE_LEAST && share >= SHARE_LEAST) return [well('disk', found)]
  const advice =
    'Free some room, enlarge the disk, or keep less: MISSION_CONTROL_KEEP_OUTPUT_DAYS, MISSION_CONTROL_OUTPUT_LIMIT.'
  return [warning('disk', found, advice)]
}
