/**
 * Do the strings that people read keep to the words of docs/contributing/voice.md? Names each
 * string with a word of the table's right column; exit code 1 if there is one.
 */
import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const READ = [
  'packages/web/src/strings/en/*.ts',
  'packages/{protocol,durable,server,runner,cli,client}/src/**/*.ts',
]
/** What somebody may type to find a command: any word for it will do. */
const TYPED = /^\s*\w+Words: /
const LITERAL = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g

const found = globSync(READ, { cwd: root }).flatMap((path) => refusedIn(path, refusedWords()))
for (const line of found) console.log(line)
process.exitCode = found.length === 0 ? 0 : 1

/** The right column of the table, with what we write instead. */
function refusedWords(): { word: RegExp; instead: string }[] {
  const page = readFileSync(resolve(root, 'docs/contributing/voice.md'), 'utf8')
  const [table = ''] = page.slice(page.indexOf('| we write | not |')).split('\n\n')
  const rows = table
    .split('\n')
    .slice(2)
    .map((line) => line.split('|'))
  const words = rows.flatMap(([, instead = '', not = '']) =>
    not.split(',').map((word) => ({ word: whole(word.trim()), instead: instead.trim() })),
  )
  if (words.length === 0) throw new Error('docs/contributing/voice.md: expected a table of words.')
  return words
}

function whole(word: string): RegExp {
  return new RegExp(
    `(?<![\\w-])${word.replace(/[.]/g, '\\.').replace(/'/g, "['’]")}(?![\\w-])`,
    'i',
  )
}

function refusedIn(path: string, words: { word: RegExp; instead: string }[]): string[] {
  const source = readFileSync(resolve(root, path), 'utf8')
  return [...source.matchAll(LITERAL)].flatMap(({ 0: literal, index }) => {
    const lines = source.slice(0, index).split('\n')
    if (TYPED.test(lines.at(-1) as string)) return []
    const line = lines.length
    return words
      .filter(({ word }) => word.test(literal))
      .map(({ instead }) => `${path}:${line}: ${literal}\n  write: ${instead}`)
  })
}
