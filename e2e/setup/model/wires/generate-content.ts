import type { ServerResponse } from 'node:http'
import { type Answer, openStream, USED } from '../answer.ts'

const USAGE = {
  promptTokenCount: USED.input,
  candidatesTokenCount: USED.output,
  totalTokenCount: USED.input + USED.output,
}

/** Google's generateContent: each frame a whole answer of its own; a call comes in one piece. */
export class GeneratedContent implements Answer {
  readonly #response: ServerResponse

  constructor(response: ServerResponse) {
    this.#response = response
    openStream(response)
  }

  text(text: string): void {
    this.#parts({ text })
  }

  call(name: string, input: string): void {
    this.#parts({ functionCall: { name, args: JSON.parse(input) } })
  }

  end(): void {
    const candidate = { content: { role: 'model', parts: [] }, finishReason: 'STOP', index: 0 }
    this.#send({ candidates: [candidate], usageMetadata: USAGE })
    this.#response.end()
  }

  error(message: string): void {
    this.#send({ error: { code: 503, message, status: 'UNAVAILABLE' } })
    this.#response.end()
  }

  #parts(part: object): void {
    this.#send({ candidates: [{ content: { role: 'model', parts: [part] }, index: 0 }] })
  }

  #send(frame: object): void {
    const whole = { ...frame, modelVersion: 'scripted-1', responseId: 'scripted' }
    this.#response.write(`data: ${JSON.stringify(whole)}\r\n\r\n`)
  }
}
