import type { Block } from './backlog.ts'

/** Takes the text of an event stream apart into its blocks, as the server writes them: lines end with \n. */
export class Blocks {
  #rest = ''

  take(text: string): Block[] {
    const parts = (this.#rest + text).split('\n\n')
    this.#rest = parts.pop()!
    const blocks = parts.map((part) => blockOf(`${part}\n\n`))
    // A comment ends no block. It is passed on at once: by it a tab knows that the stream is alive.
    const [comments = ''] = /^(:.*\n)+/.exec(this.#rest) ?? []
    this.#rest = this.#rest.slice(comments.length)
    return comments === '' ? blocks : [...blocks, blockOf(comments)]
  }
}

function blockOf(text: string): Block {
  let id: number | null = null
  let data: string | null = null
  for (const line of text.split('\n')) {
    if (line.startsWith('id: ')) id = Number(line.slice(4))
    else if (line.startsWith('data: ')) data = line.slice(6)
  }
  return { text, id, data }
}
