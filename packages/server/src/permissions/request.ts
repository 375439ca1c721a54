import type { UpOf } from '@mission-control/protocol/runner'
import type { ApprovalRow } from '../store/schema.ts'

/** What an agent has asked, as its approval's row keeps it. */
export type StoredRequest = Pick<
  UpOf<'permission'>,
  'tool' | 'title' | 'input' | 'subject' | 'options'
>

export function requestOf({ request }: Pick<ApprovalRow, 'request'>): StoredRequest | null {
  return request === null ? null : JSON.parse(request)
}
