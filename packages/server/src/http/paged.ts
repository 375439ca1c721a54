import { setImmediate as nextTurn } from 'node:timers/promises'

/** What is read ahead of a client: about so many bytes at a time. */
const PAGE_BYTES = 256 * 1024
const ROWS_MAX = 100

/**
 * The pages of a long answer: `first`, then what `read` returns after the last row of each. Pages
 * hold as many rows as make about the same size. Each is read when it is wanted, in a turn of its
 * own.
 */
export async function* pagesOf<T>(
  first: T[],
  read: (last: T, limit: number) => Promise<T[]>,
  sizeOf: (row: T) => number,
): AsyncGenerator<T[], void> {
  let page = first
  while (page.length > 0) {
    yield page
    await nextTurn()
    const bytes = page.reduce((sum, row) => sum + sizeOf(row), 1)
    const fitting = Math.floor((page.length * PAGE_BYTES) / bytes)
    page = await read(page.at(-1)!, Math.min(Math.max(fitting, 1), ROWS_MAX))
  }
}

/** As many of the first rows as make a page. */
export function pageOf<T>(rows: T[], sizeOf: (row: T) => number): T[] {
  let bytes = 0
  let length = 0
  for (const row of rows) {
    bytes += sizeOf(row)
    if (bytes > PAGE_BYTES && length > 0) break
    length++
  }
  return rows.slice(0, length)
}

/** A JSON array, in as many pieces as there are pages. */
export async function* jsonArray<T>(
  pages: AsyncIterable<T[]>,
  present: (row: T) => unknown,
): AsyncGenerator<string, void> {
  let opening = '['
  for await (const page of pages) {
    yield opening + page.map((row) => JSON.stringify(present(row))).join(',')
    opening = ','
  }
  yield opening === '[' ? '[]' : ']'
}
