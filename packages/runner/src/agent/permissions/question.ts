import { firstLine, QUESTION_MAX } from '@mission-control/protocol/host'
import type { Wish } from './wish.ts'

/** What a person is shown of a wish. */
type Question = Pick<Wish, 'title' | 'input'>

/**
 * Everything that the agent wants, because a person must be able to read what they allow. What the
 * input lacks is added: a title of more than one line, and the place or command that the rules go
 * by. Null: it is longer than a question may be.
 */
export function questionOf({ title, input = null, subject }: Wish): Question | null {
  const texts = textsIn(input)
  const line = firstLine(title)
  const missing: Record<string, string> = {}
  if (line !== title.trim() && !texts.has(title)) missing.title = title
  const ruledBy = subject?.forms.at(-1) ?? title
  if (texts.size === 0 && ruledBy !== title) missing[subject!.kind] = ruledBy
  const whole = Object.keys(missing).length === 0 ? input : { ...missing, ...fieldsOf(input) }
  return JSON.stringify(whole).length > QUESTION_MAX ? null : { title: line, input: whole }
}

function textsIn(input: unknown): Set<string> {
  const texts = new Set<string>()
  JSON.stringify(input, (_, value) => {
    if (typeof value === 'string') texts.add(value)
    return value
  })
  return texts
}

function fieldsOf(input: unknown): object {
  if (input === null) return {}
  return typeof input === 'object' && !Array.isArray(input) ? input : { input }
}
