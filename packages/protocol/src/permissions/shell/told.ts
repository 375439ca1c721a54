import { type Form, isCertain } from '../part.ts'
import { TOLD } from './programs.ts'

/** What a command runs besides itself: words, a line for a shell, or something that can't be known. */
export type Inner = { words: readonly Form[] } | { line: string } | 'unknown'

/** Variables whose value programs run as a command, with words of their own added. */
const VARIABLE = /^(\w*(PAGER|EDITOR|VISUAL|ASKPASS|_SSH_COMMAND|_RSH|_EXTERNAL_DIFF)|BROWSER)=/
/**
 * The name of a setting such as `core.pager=less`, or of an alias of git that is a line (`alias.x=!less`).
 */
const SETTING = /^[\w.:-]+=!?/

/** The lines for a shell that a program is given in its options, or all programs in variables. */
export function linesIn(name: string, words: readonly Form[]): Inner[] {
  const told = TOLD.get(name)
  const inner: Inner[] = []
  for (const [at, word] of words.entries()) {
    if (VARIABLE.test(word.text)) inner.push(lineIn(word))
    const value = told?.options && valueIn(told.options, word, words[at + 1])
    if (value) inner.push(lineIn(value))
    if (told?.before?.includes(word.text)) inner.push({ words: words.slice(at + 1) })
  }
  return inner
}

/** `-c line`, `-cline`, `--name line` or `--name=line`. */
function valueIn(options: readonly string[], word: Form, next: Form | undefined): Form | undefined {
  const option = options.find((each) => word.text.startsWith(each))
  if (option === undefined) return undefined
  if (word.text === option) return next
  const rest = word.text.slice(option.length)
  if (option.startsWith('--') && !rest.startsWith('=')) return undefined
  const cut = option.startsWith('--') ? option.length + 1 : option.length
  return { text: word.text.slice(cut), certain: Math.max(0, word.certain - cut) }
}

function lineIn(value: Form): Inner {
  if (!isCertain(value)) return 'unknown'
  return { line: `${value.text.replace(SETTING, '')} "$@"` }
}
