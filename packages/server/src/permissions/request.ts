import type { UpOf } from '@mission-control/protocol/runner'
import type { ApprovalRow } from '../store/schema.ts'

/** An agent's question, in the columns of its approval. */
export type StoredRequest = Pick<
  UpOf<'permission'>,
  'tool' | 'title' | 'input' | 'subject' | 'options'
>

export function requestOf({ request }: Pick<ApprovalRow, 'request'>): StoredRequest | null {
  return request === null ? null : JSON.parse(request)
}
