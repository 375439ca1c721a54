import type { SearchAnswer, SearchHit } from '@mission-control/protocol'
import type { Call } from '../command.ts'
import type { Kit } from '../kit/kit.ts'
import { limitOf } from '../screen/limit.ts'
import type { Screen } from '../screen/screen.ts'
import { ago } from '../screen/time.ts'
import { visible } from '../screen/visible.ts'
import { styleOfStatus } from '../tasks/status.ts'

const LIMIT = 20
const MOST = 100

/**
 * Tasks by what they were asked, printed and came to, newest first. An answer may have looked at some of the
 * tasks only, so the search goes on until there are enough, or none is left.
 */
export async function searchTasks({ client, screen }: Kit, { args, options }: Call): Promise<void> {
  const limit = Math.min(limitOf(options.limit, LIMIT), MOST)
  const hits: SearchHit[] = []
  for (let cursor: string | undefined; ; ) {
    const more = { limit: limit - hits.length, ...(cursor !== undefined && { cursor }) }
    const answer = await client.search(args.join(' '), more)
    hits.push(...answer.hits)
    for (const hit of screen.json ? [] : answer.hits)
      screen.event(hit, (each) => wordsOf(each, screen))
    if (answer.nextCursor === null || hits.length >= limit) {
      end({ ...answer, hits }, screen)
      return
    }
    cursor = answer.nextCursor
  }
}

function end(answer: SearchAnswer, screen: Screen): void {
  if (screen.json) {
    screen.value(answer, String)
    return
  }
  for (const note of answer.notes) screen.note(note)
  if (answer.hits.length === 0) screen.note('No matches.')
  else if (answer.nextCursor !== null)
    screen.note(`There may be more: --limit ${MOST}, or narrower words.`)
}

function wordsOf(hit: SearchHit, screen: Screen): string {
  const status = screen.styled(styleOfStatus(hit), hit.status)
  const head = `${hit.id}  ${status}  ${visible(hit.desktopName)}  ${ago(hit.createdAt)}`
  const lines = hit.matches.map(({ in: place, line, text }) => {
    const where = line === null ? place : `${place}:${line}`
    return `    ${screen.styled('dim', where)}  ${visible(text)}`
  })
  return [head, `  ${visible(hit.summary)}`, ...lines].join('\n')
}
