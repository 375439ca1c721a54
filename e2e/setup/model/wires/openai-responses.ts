import type { ServerResponse } from 'node:http'
import { type Answer, inFrames, newId, openStream, sendEvent, USED } from '../answer.ts'

const USAGE = {
  input_tokens: USED.input,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens: USED.output,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: USED.input + USED.output,
}

/** OpenAI's Responses: items of output, each added and done; it says no reason for a good end. */
export class OpenAIResponse implements Answer {
  readonly #response: ServerResponse
  readonly #id = newId('resp')
  #sequence = 0
  #items = 0
  #message: { id: string; text: string } | null = null

  constructor(response: ServerResponse) {
    this.#response = response
    openStream(response)
    this.#send('response.created', { response: this.#state('in_progress') })
    this.#send('response.in_progress', { response: this.#state('in_progress') })
  }

  text(delta: string): void {
    this.#message ??= this.#beginMessage()
    this.#message.text += delta
    this.#send('response.output_text.delta', { ...this.#place(this.#message.id), delta })
  }

  call(name: string, input: string): void {
    this.#endMessage()
    const output_index = this.#items++
    const item_id = newId('fc')
    const call = { id: item_id, type: 'function_call', call_id: newId('call'), name }
    const began = { ...call, arguments: '', status: 'in_progress' }
    this.#send('response.output_item.added', { output_index, item: began })
    for (const delta of inFrames(input)) {
      this.#send('response.function_call_arguments.delta', { item_id, output_index, delta })
    }
    const all = { item_id, output_index, name, arguments: input }
    this.#send('response.function_call_arguments.done', all)
    const item = { ...call, arguments: input, status: 'completed' }
    this.#send('response.output_item.done', { output_index, item })
  }

  end(): void {
    this.#endMessage()
    this.#send('response.completed', { response: { ...this.#state('completed'), usage: USAGE } })
    this.#response.end()
  }

  error(message: string): void {
    const error = { code: 'server_error', message }
    this.#send('response.failed', { response: { ...this.#state('failed'), error } })
    this.#response.end()
  }

  #beginMessage() {
    const id = newId('msg')
    this.#items++
    const item = { id, type: 'message', role: 'assistant', status: 'in_progress', content: [] }
    this.#send('response.output_item.added', { output_index: this.#items - 1, item })
    const part = { type: 'output_text', text: '', annotations: [] }
    this.#send('response.content_part.added', { ...this.#place(id), part })
    return { id, text: '' }
  }

  #endMessage(): void {
    if (this.#message === null) return
    const { id, text } = this.#message
    this.#message = null
    const part = { type: 'output_text', text, annotations: [] }
    this.#send('response.output_text.done', { ...this.#place(id), text })
    this.#send('response.content_part.done', { ...this.#place(id), part })
    const item = { id, type: 'message', role: 'assistant', status: 'completed', content: [part] }
    this.#send('response.output_item.done', { output_index: this.#items - 1, item })
  }

  #place(item_id: string) {
    return { item_id, output_index: this.#items - 1, content_index: 0 }
  }

  #state(status: string) {
    return {
      id: this.#id,
      object: 'response',
      created_at: 1_773_570_000,
      model: 'scripted-1',
      status,
      error: null,
      incomplete_details: null,
      output: [],
      usage: null,
    }
  }

  #send(type: string, more: object): void {
    sendEvent(this.#response, { type, sequence_number: this.#sequence++, ...more } as never)
  }
}
