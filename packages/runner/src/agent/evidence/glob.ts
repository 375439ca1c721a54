/** A test for each character of a name; null: `*`, any number of characters. */
export type Glob = readonly (((character: string) => boolean) | null)[]

/** A pattern of git for one name: `*`, `?`, `[a-z]`, and a backslash that takes the next one as it is. */
export function globOf(pattern: string): Glob {
  const glob: (((character: string) => boolean) | null)[] = []
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at]!
    if (character === '*') {
      if (glob.at(-1) !== null) glob.push(null)
    } else if (character === '?') {
      glob.push(() => true)
    } else if (character === '[') {
      const set = setAt(pattern, at + 1)
      glob.push(set?.matches ?? (() => false))
      at = set?.end ?? pattern.length
    } else {
      const wanted = character === '\\' ? (pattern[++at] ?? '\\') : character
      glob.push((it) => it === wanted)
    }
  }
  return glob
}

/** In time proportional to both lengths: only the last `*` is ever tried again. */
export function matchesGlob(glob: Glob, name: string): boolean {
  let part = 0
  let at = 0
  let again: { part: number; at: number } | null = null
  while (at < name.length) {
    const step = glob[part]
    if (step === null) {
      again = { part: ++part, at }
    } else if (step?.(name[at]!)) {
      part++
      at++
    } else if (again !== null) {
      part = again.part
      at = ++again.at
    } else {
      return false
    }
  }
  while (glob[part] === null) part++
  return part === glob.length
}

const CLASSES: Record<string, RegExp> = {
  alnum: /[a-z\d]/i,
  alpha: /[a-z]/i,
  blank: /[ \t]/,
  digit: /\d/,
  lower: /[a-z]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[ \t-\r]/,
  upper: /[A-Z]/,
  xdigit: /[\da-f]/i,
}

/** The set between the brackets, and where they close; null: they don't close. */
function setAt(pattern: string, from: number) {
  let at = from
  const negated = pattern[at] === '!' || pattern[at] === '^'
  if (negated) at++
  const allowed: ((character: string) => boolean)[] = []
  for (let first = true; at < pattern.length; first = false) {
    if (pattern[at] === ']' && !first) {
      return {
        matches: (it: string) => allowed.some((allows) => allows(it)) !== negated,
        end: at,
      }
    }
    const named = /^\[:(\w+):\]/.exec(pattern.slice(at, at + 12))
    if (named) {
      const its = CLASSES[named[1]!]
      allowed.push((it) => its?.test(it) ?? false)
      at += named[0].length
      continue
    }
    if (pattern[at] === '\\') at++
    const low = pattern[at++] ?? ''
    let high = low
    if (pattern[at] === '-' && at + 1 < pattern.length && pattern[at + 1] !== ']') {
      if (pattern[++at] === '\\') at++
      high = pattern[at++] ?? low
    }
    allowed.push((it) => it >= low && it <= high)
  }
  return null
}
