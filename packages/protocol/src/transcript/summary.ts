/** A block of code in Markdown, also one whose end has yet to come. */
const CODE = /^[ \t]*(```|~~~).*\n(?:[\s\S]*?^[ \t]*\1[ \t]*$|[\s\S]*$)/gm
/**
 * Marks that begin a heading, an item, a quotation or a row of a table; below, lines that are only a rule.
 */
const MARKS = /^[ \t]*(?:(?:#{1,6}|[-*+>]|\d+[.)]|\|)[ \t]+)+/
const RULE = /^[ \t|:*_=-]*$/
const LINK = /!?\[([^[\]]*)\]\((?:[^()]|\([^()]*\))*\)/g

/** Markdown without its blocks of code; if there is nothing else, the code without its fences. */
export function proseOf(markdown: string): string {
  const prose = markdown.replace(CODE, '')
  return prose.trim() === '' ? markdown.replace(/^[ \t]*(```|~~~).*$/gm, '') : prose
}

/** The first line of an answer that isn't code, without the marks of Markdown. */
export function summaryOf(answer: string): string {
  const first = proseOf(answer)
    .split('\n')
    .find((line) => !RULE.test(line))
  return (first ?? '')
    .replace(MARKS, '')
    .replace(LINK, '$1')
    .replace(/\*\*|__|`/g, '')
    .trim()
}
