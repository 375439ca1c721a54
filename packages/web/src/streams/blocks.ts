import type { Block } from './backlog.ts'

/** Takes the text of an event stream apart into its blocks, as the server writes them: lines end with \n. */
export class Blocks {
  #rest = ''

  take(text: string): Block[] {
    const parts = (this.#rest + text).split('\n\n')
    this.#rest = parts.pop()!
    return parts.map(blockOf)
  }
}

function blockOf(text: string): Block {
  let id: number | null = null
  let data: string | null = null
  for (const line of text.split('\n')) {
    if (line.startsWith('id: ')) id = Number(line.slice(4))
    else if (line.startsWith('data: ')) data = line.slice(6)
  }
  return { text: `${text}\n\n`, id, data }
}
