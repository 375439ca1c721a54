/** Characters of one text, and of all of it as JSON. */
const TEXT_MAX = 4_000
const ALL_MAX = 32_000

/** What a person can look through: long texts with their beginning and their end, the rest is counted. */
export function shortened(input: unknown): unknown {
  const cut = JSON.stringify(input, (_, value) => (typeof value === 'string' ? ends(value) : value))
  return cut === undefined || cut.length <= ALL_MAX ? JSON.parse(cut ?? 'null') : ends(cut)
}

function ends(text: string): string {
  if (text.length <= TEXT_MAX) return text
  const half = TEXT_MAX / 2
  const left = text.length - TEXT_MAX
  const beginning = text.slice(0, half).toWellFormed()
  return `${beginning}\n… ${left} characters left out …\n${text.slice(-half).toWellFormed()}`
}
