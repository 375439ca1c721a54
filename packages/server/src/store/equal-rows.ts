import type { ExpressionBuilder } from 'kysely'
import type { Db, Schema } from './schema.ts'

/** For better-auth's adapter, which learns only at run time what it is asked for. */
export async function selectEqualRows(
  db: Db,
  table: 'users' | 'accounts',
  equal: Record<string, unknown>,
  limit: number,
): Promise<Record<string, unknown>[]> {
  return await db
    .selectFrom(table as 'users')
    .selectAll()
    .where((is: ExpressionBuilder<Schema, 'users'>) => is.and(equal))
    .limit(limit)
    .execute()
}
