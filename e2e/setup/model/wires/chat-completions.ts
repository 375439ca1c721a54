import type { ServerResponse } from 'node:http'
import { type Answer, inFrames, newId, openStream, USED } from '../answer.ts'
import type { ModelRequest } from '../replies.ts'

const CHUNK = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_773_570_000 }
const USAGE = {
  prompt_tokens: USED.input,
  completion_tokens: USED.output,
  total_tokens: USED.input + USED.output,
}
/** In dollars. */
const COST = 0.0015

/** OpenAI's chat completions, which most others speak as well; OpenRouter adds a cost for who asks. */
export class ChatCompletion implements Answer {
  readonly #response: ServerResponse
  readonly #priced: boolean
  #calls = 0

  constructor(response: ServerResponse, { body }: ModelRequest) {
    this.#response = response
    this.#priced = body.usage?.include === true
    openStream(response)
    this.#choice({ delta: { role: 'assistant', content: '' } })
  }

  text(content: string): void {
    this.#choice({ delta: { content } })
  }

  call(name: string, input: string): void {
    const index = this.#calls++
    const first = { index, id: newId('call'), type: 'function', function: { name, arguments: '' } }
    this.#choice({ delta: { tool_calls: [first] } })
    for (const text of inFrames(input)) {
      this.#choice({ delta: { tool_calls: [{ index, function: { arguments: text } }] } })
    }
  }

  end(): void {
    this.#choice({ delta: {}, finish_reason: this.#calls > 0 ? 'tool_calls' : 'stop' })
    const usage = this.#priced ? { ...USAGE, cost: COST } : USAGE
    this.#send({ ...CHUNK, choices: [], usage })
    this.#response.end('data: [DONE]\n\n')
  }

  error(message: string): void {
    this.#send({ error: { message } })
    this.#response.end()
  }

  #choice(choice: object): void {
    const choices = [{ index: 0, finish_reason: null, ...choice }]
    this.#send({ ...CHUNK, model: 'scripted-1', choices })
  }

  #send(frame: object): void {
    this.#response.write(`data: ${JSON.stringify(frame)}\n\n`)
  }
}
