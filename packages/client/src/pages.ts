import { jsonOf, nextPageOf } from './answer.ts'

/** A list's pages, each fetched by `ask` when it is asked for; `more` says where it begins. */
export async function* pagesOf<T>(
  ask: (more: { cursor?: string }) => Promise<Response>,
  signal: AbortSignal | undefined,
): AsyncGenerator<T[], void, undefined> {
  let next: string | null = null
  do {
    const response: Response = await ask(next === null ? {} : { cursor: next })
    yield (await jsonOf(response, signal)) as T[]
    next = nextPageOf(response)
  } while (next !== null)
}
