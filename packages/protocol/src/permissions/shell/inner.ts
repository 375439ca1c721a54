import { type Form, isCertain } from '../part.ts'
import { LOADER, OPAQUE, SHELLS, WRAPPERS, type Wrapper } from './programs.ts'
import { type Inner, linesIn } from './told.ts'

/** `input`: what it reads, if that stands in the line; its name is certain. */
export function innerOf(words: readonly Form[], input: string | null): Inner[] {
  const name = baseNameOf(words[0]!.text)
  const rest = words.slice(1)
  return [...linesIn(name, rest), ...ranBy(name, rest, input)]
}

function ranBy(name: string, rest: readonly Form[], input: string | null): Inner[] {
  const wrapper = WRAPPERS.get(name)
  if (wrapper) return wrappedBy(wrapper, rest)
  if (SHELLS.has(name)) return [givenToShell(rest, input)].filter((inner) => inner !== null)
  if (OPAQUE.has(name) || LOADER.test(name)) return rest.length > 0 ? ['unknown'] : []
  switch (name) {
    case 'eval':
      return rest.length > 0 ? [lineOf(rest)] : []
    case 'trap':
      return rest.length > 0 && !isOption(rest[0]!) ? [lineOf(rest.slice(0, 1))] : []
    case '.':
    case 'source':
      return rest[0] && !isFile(rest[0]) ? ['unknown'] : []
    case 'find':
      return ranByFind(rest)
  }
  return []
}

export function baseNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function isOption({ text }: Form): boolean {
  return text.startsWith('-')
}

/**
 * A script file may do anything, as any program may; but a line that comes through a pipe can be
 * read.
 */
function isFile(word: Form): boolean {
  return isCertain(word) && !/^\/(dev|proc)\//.test(word.text)
}

function lineOf(words: readonly Form[]): Inner {
  if (!words.every(isCertain)) return 'unknown'
  return { line: words.map(({ text }) => text).join(' ') }
}

function givenToShell(rest: readonly Form[], input: string | null): Inner | null {
  let takesLine = false
  let readsInput = false
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at]!
    if (!isCertain(word)) return 'unknown'
    if (/^[-+][a-z]+$/i.test(word.text)) {
      const isOn = word.text.startsWith('-')
      takesLine ||= isOn && word.text.includes('c')
      readsInput ||= isOn && word.text.includes('s')
      // Each `o` and `O` takes the next word.
      const values = word.text.match(/o/gi)?.length ?? 0
      if (!rest.slice(at, at + values + 1).every(isCertain)) return 'unknown'
      at += values
    } else if (!/^--(login|noprofile|norc|posix|)$/.test(word.text)) {
      if (/^[-+]/.test(word.text)) return 'unknown'
      if (takesLine) return { line: word.text }
      if (!readsInput) return isFile(word) ? null : 'unknown'
    }
  }
  return input === null || takesLine ? 'unknown' : { line: input }
}

function ranByFind(words: readonly Form[]): Inner[] {
  const inner: Inner[] = []
  for (const [at, { text }] of words.entries()) {
    if (!/^-(exec|ok)(dir)?$/.test(text)) continue
    const length = words.slice(at + 1).findIndex(({ text }) => text === ';' || text === '+')
    const own = words.slice(at + 1, length < 0 ? undefined : at + 1 + length)
    inner.push({ words: own.map((word) => filledIn(word, '{}')) })
  }
  return inner
}

/** The program replaces `mark` by something else. */
function filledIn(word: Form, mark: string): Form {
  const at = word.text.indexOf(mark)
  return at < 0 ? word : { text: word.text, certain: Math.min(at, word.certain) }
}

function wrappedBy(wrapper: Wrapper, words: readonly Form[]): Inner[] {
  const skipped = optionsOf(wrapper, words)
  if (skipped === 'unknown') return ['unknown']
  if (skipped === 'idle') return []
  let { at } = skipped
  if (wrapper.assigns) while (words[at] && /^\w+=/.test(words[at]!.text)) at++
  const inner = words.slice(at + (wrapper.own ?? 0)).map((word) => filledIn(word, skipped.mark))
  if (inner.length === 0)
    return words.some(({ text }) => wrapper.shell?.includes(text)) ? ['unknown'] : []
  return [{ words: wrapper.adds ? [...inner, { text: '…', certain: 0 }] : inner }]
}

/** Where the options end, and the mark that xargs is told to replace. */
function optionsOf(
  { flags = '', values = '', idle = '', long = [], longValues = [] }: Wrapper,
  words: readonly Form[],
): { at: number; mark: string } | 'unknown' | 'idle' {
  let mark = '{}'
  let at = 0
  for (; at < words.length; at++) {
    const word = words[at]!
    if (!isCertain(word)) return 'unknown'
    if (!isOption(word)) break
    if (word.text === '--') return { at: at + 1, mark }
    const [, name, value] = /^--([^=]+)(=.*)?$/s.exec(word.text) ?? []
    if (name !== undefined) {
      if (longValues.includes(name) && value === undefined && !long.includes(name)) at++
      else if (![...long, ...longValues].includes(name)) return 'unknown'
      continue
    }
    const letters = word.text.slice(1)
    const place = [...letters].findIndex((letter) => !flags.includes(letter))
    if (place < 0 && letters !== '') continue
    const letter = letters[place]
    if (letter === undefined) return 'unknown'
    if (idle.includes(letter)) return 'idle'
    if (!values.includes(letter)) return 'unknown'
    const attached = letters.slice(place + 1)
    if (letter === 'I') mark = attached || (words[at + 1]?.text ?? '')
    if (attached === '') at++
  }
  return { at, mark }
}
