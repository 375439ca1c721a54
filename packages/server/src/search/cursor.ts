import { fail } from '@mission-control/protocol'
import type { Core } from '../core.ts'
import { SecretError } from '../secret-box.ts'

/** No number has more digits, and each cursor is as long as the others. */
const DIGITS = 16

type Sealing = Pick<Core, 'secrets'>

/**
 * Where a search goes on: below the task with this number. It is sealed, because tasks of all workspaces
 * are numbered in one row: the bare number would tell how many tasks others have.
 */
export function sealCursor({ secrets }: Sealing, workspaceId: string, below: number): string {
  return secrets.seal(`${below}`.padStart(DIGITS), placeOf(workspaceId)).toString('base64url')
}

/** Fails with `invalid_request` for what no search of this workspace has answered. */
export function openCursor({ secrets }: Sealing, workspaceId: string, cursor: string): number {
  try {
    return Number(secrets.open(Buffer.from(cursor, 'base64url'), placeOf(workspaceId)))
  } catch (error) {
    if (!(error instanceof SecretError)) throw error
    const message = 'expected the nextCursor of an answer in this workspace'
    return fail('invalid_request', `cursor: ${message}, got another text.`, [
      { path: 'cursor', message },
    ])
  }
}

const placeOf = (workspaceId: string) => `a search of ${workspaceId}`
