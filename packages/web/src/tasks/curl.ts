import type { Task } from '@mission-control/protocol'
import { again } from './again.ts'

/** A line for a shell that creates the same task; the key comes from `$API_KEY`. */
export function curlFor(task: Task, baseUrl: string): string {
  const body = JSON.stringify(again(task))
  return [
    `curl -X POST ${baseUrl.replace(/\/$/, '')}/api/mission-control/tasks`,
    '-H "x-api-key: $API_KEY"',
    "-H 'Content-Type: application/json'",
    `-d ${quoted(body)}`,
  ].join(' \\\n  ')
}

/** As one word of a POSIX shell. */
function quoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`
}
