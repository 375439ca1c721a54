import { CommandError } from '../command-error.ts'
import type { Kit } from './kit.ts'
import { isWhole, lastOf, matching } from './named.ts'

const PAGE = 1000
/** Crockford's alphabet: how the first ten characters of an id count milliseconds. */
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz'
const TIME_LENGTH = 10

/** The id of the task that the text names: its id, the beginning of the id, or `@last`. */
export async function taskNamed(kit: Kit, text: string): Promise<string> {
  const { memory } = kit
  const id = text === '@last' ? lastOf('task', memory.last('task')) : await find(kit, text)
  memory.keep({ task: id })
  return id
}

async function find({ client }: Kit, text: string): Promise<string> {
  if (isWhole('task', text)) return text
  const found: string[] = []
  const since = earliestOf(text.replace(/^task_/, ''))
  for await (const page of client.tasks.pages({ limit: PAGE })) {
    found.push(...page.map(({ id }) => id).filter((id) => matching('task', id, text)))
    if (found.length > 1 || page.some(({ createdAt }) => Date.parse(createdAt) < since)) break
  }
  const [only, another] = found
  if (only && !another) return only
  if (only) {
    throw new CommandError(
      'usage',
      `${JSON.stringify(text)} begins the id of more than one task, such as ${only} and ${another}: give more of it.`,
    )
  }
  throw new CommandError(
    'notFound',
    `There is no task ${JSON.stringify(text)}. \`mission-control tasks list\` shows which there are.`,
  )
}

/** The earliest time of an id with this prefix, in ms since 1970: ids begin with their time. */
function earliestOf(prefix: string): number {
  const time = prefix.slice(0, TIME_LENGTH).padEnd(TIME_LENGTH, '0')
  return [...time].reduce((sum, digit) => sum * 32 + Math.max(DIGITS.indexOf(digit), 0), 0)
}
