import { type QueryExecutorProvider, sql } from 'kysely'

/** The sequence of the numbers by which the search tells tasks apart. */
export const SEARCH_NUMBERS = 'task_search_numbers'

/** For rows that have come with numbers of their own: further ones are above them. */
export async function numberOnwards(db: QueryExecutorProvider): Promise<void> {
  await sql`select setval(${sql.lit(SEARCH_NUMBERS)}, max(search_number)) from tasks
    having max(search_number) is not null`.execute(db)
}
