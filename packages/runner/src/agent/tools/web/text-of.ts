import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2'

const UNREAD = ['script', 'style']

/**
 * A page's text, from its tokens alone: they take time in proportion to the page, whatever is in
 * it. A hostile page can make a tree take far longer.
 */
export function textOf(html: string): string {
  const pieces: string[] = []
  let open = ''
  const nameIn = (start: number, end: number) => html.slice(start, end).toLowerCase()
  const nothing = () => undefined
  const tag = () => void pieces.push(' ')
  const callbacks: TokenizerCallbacks = {
    ontext: (start, end) => {
      if (!UNREAD.includes(open)) pieces.push(html.slice(start, end))
    },
    ontextentity: (point) => void pieces.push(String.fromCodePoint(point)),
    onopentagname: (start, end) => {
      open = nameIn(start, end)
      tag()
    },
    onclosetag: () => {
      open = ''
      tag()
    },
    onselfclosingtag: nothing,
    onopentagend: nothing,
    onattribdata: nothing,
    onattribentity: nothing,
    onattribend: nothing,
    onattribname: nothing,
    oncdata: nothing,
    oncomment: nothing,
    ondeclaration: nothing,
    onprocessinginstruction: nothing,
    onend: nothing,
  }
  const tokenizer = new Tokenizer({}, callbacks)
  tokenizer.write(html)
  tokenizer.end()
  return tidy(pieces.join(''))
}

/** Without empty lines, and with single blanks. */
function tidy(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replaceAll(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n')
}
