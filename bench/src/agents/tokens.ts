import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { MODEL_KEY, type ModelServer } from '../../../e2e/setup/model/model-server.ts'
import type { Reply } from '../../../e2e/setup/model/replies.ts'

export const TOKENS = 200
/** A hundred a second, which is a fast model. */
export const SPACING_MS = 10

const TOKEN = /<(\d+)>/g

/** One answer, token by token: when each was written, and when it was first seen somewhere else. */
export class Tokens {
  readonly #written: number[] = []
  readonly #seen: number[] = []

  readonly reply: Reply = async (response, asked) => {
    const answer = asked.answer(response)
    for (let token = 0; token < TOKENS; token++) {
      this.#written[token] = performance.now()
      answer.text(`<${token}>`)
      await sleep(SPACING_MS)
    }
    answer.end()
  }

  readonly look = (text: string): void => {
    const now = performance.now()
    for (const [, token] of text.matchAll(TOKEN)) this.#seen[Number(token)] ??= now
  }

  /** In ms, of each token. */
  get latencies(): number[] {
    return this.#written.map((written, token) => this.#seen[token]! - written)
  }
}

/** Asks the model straight, as any client would. */
export async function askDirectly({ port }: ModelServer, tokens: Tokens): Promise<void> {
  const asking = request({
    host: '127.0.0.1',
    port,
    path: '/v1/chat/completions',
    method: 'POST',
    headers: { authorization: `Bearer ${MODEL_KEY}`, 'content-type': 'application/json' },
  })
  asking.end(JSON.stringify({ model: 'scripted-1', stream: true, messages: [] }))
  const [response] = (await once(asking, 'response')) as [IncomingMessage]
  for await (const text of response.setEncoding('utf8')) tokens.look(text)
}
