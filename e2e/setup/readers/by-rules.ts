import { setTimeout as sleep } from 'node:timers/promises'
import type { Reader, Shown } from './reader.ts'

/** What a reader makes of a stream's lines; a block that it hands on has `data`, which may be empty. */
interface Rules {
  /** Null: nothing is handed on. */
  take(line: string): Shown | null
  retry: number | undefined
}

/** The rules of Python's httpx-sse: after the first id each blank line hands something on. */
class HttpxSse implements Rules {
  retry: number | undefined
  #id = ''
  #data: string[] = []
  #retry: number | undefined

  take(line: string): Shown | null {
    if (line === '') {
      if (this.#data.length === 0 && this.#id === '' && this.#retry === undefined) return null
      const shown = { id: this.#id, data: this.#data.join('\n') }
      this.#data = []
      this.#retry = undefined
      return shown
    }
    const [, field, value = ''] = /^([^:]*):? ?(.*)$/.exec(line)!
    if (field === 'data') this.#data.push(value)
    if (field === 'id') this.#id = value
    if (field === 'retry') this.retry = this.#retry = Number(value)
    return null
  }
}

/** The rules of Python's sseclient: each block is handed on, whatever is in it. */
class SseClient implements Rules {
  retry: number | undefined
  #id = ''
  #data: string[] = []

  take(line: string): Shown | null {
    if (line === '') {
      const shown = { id: this.#id, data: this.#data.join('\n') }
      this.#data = []
      return shown
    }
    const [, field, value = ''] = /^([^:]*):? ?(.*)$/.exec(line)!
    if (field === 'data') this.#data.push(value)
    if (field === 'id') this.#id = value
    if (field === 'retry') this.retry = Number(value)
    return null
  }
}

export const httpxSse = reader(() => new HttpxSse())
export const sseclient = reader(() => new SseClient())

function reader(rulesOf: () => Rules): Reader {
  return ({ url, headers, signal, onEvent }) => {
    const read = async () => {
      let id = ''
      while (!signal.aborted) {
        const rules = rulesOf()
        try {
          const more = id === '' ? {} : { 'last-event-id': id }
          const response = await fetch(url, { headers: { ...headers, ...more }, signal })
          for await (const line of linesOf(response)) {
            const shown = rules.take(line)
            if (shown?.id) id = shown.id
            if (shown) onEvent(shown)
          }
        } catch (error) {
          // Cut; `fetch` throws nothing else, and what `onEvent` throws is its user's.
          if (!(error instanceof TypeError)) throw error
        }
        await sleep(rules.retry ?? 1_000, undefined, { signal })
      }
    }
    read().catch((error) => {
      if (!signal.aborted) throw error
    })
  }
}

async function* linesOf(response: Response): AsyncGenerator<string, void> {
  let rest = ''
  for await (const text of response.body!.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split('\n')
    rest = lines.pop()!
    yield* lines
  }
}
