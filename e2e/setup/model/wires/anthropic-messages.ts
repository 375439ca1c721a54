import type { ServerResponse } from 'node:http'
import { type Answer, inFrames, newId, openStream, sendEvent, USED } from '../answer.ts'

/** Anthropic's Messages: blocks of content, each opened and closed. */
export class AnthropicMessage implements Answer {
  readonly #response: ServerResponse
  #index = -1
  #open: 'text' | 'tool_use' | null = null
  #calls = 0

  constructor(response: ServerResponse) {
    this.#response = response
    openStream(response)
    const usage = { input_tokens: USED.input, output_tokens: 1 }
    this.#send('message_start', {
      message: {
        id: newId('msg'),
        type: 'message',
        role: 'assistant',
        model: 'scripted-1',
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage,
      },
    })
    this.#send('ping', {})
  }

  text(text: string): void {
    if (this.#open !== 'text') this.#begin('text', { text: '' })
    this.#delta({ type: 'text_delta', text })
  }

  call(name: string, input: string): void {
    this.#calls++
    this.#begin('tool_use', { id: newId('toolu'), name, input: {} })
    for (const partial_json of inFrames(input)) {
      this.#delta({ type: 'input_json_delta', partial_json })
    }
  }

  end(): void {
    this.#close()
    const stop_reason = this.#calls > 0 ? 'tool_use' : 'end_turn'
    const usage = { output_tokens: USED.output }
    this.#send('message_delta', { delta: { stop_reason, stop_sequence: null }, usage })
    this.#send('message_stop', {})
    this.#response.end()
  }

  error(message: string): void {
    this.#send('error', { error: { type: 'overloaded_error', message } })
    this.#response.end()
  }

  #begin(type: 'text' | 'tool_use', block: object): void {
    this.#close()
    this.#open = type
    this.#index++
    const content_block = { type, ...block }
    this.#send('content_block_start', { index: this.#index, content_block })
  }

  #delta(delta: object): void {
    this.#send('content_block_delta', { index: this.#index, delta })
  }

  #close(): void {
    if (this.#open !== null) this.#send('content_block_stop', { index: this.#index })
    this.#open = null
  }

  #send(type: string, more: object): void {
    sendEvent(this.#response, { type, ...more })
  }
}
