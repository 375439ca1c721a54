import type { ServerResponse } from 'node:http'

/** One streamed answer of a model, in the words of some provider's API. */
export interface Answer {
  /** A piece of text, in a frame of its own. */
  text(piece: string): void
  /** A call of a tool; the arguments come in several frames. */
  call(name: string, input: string): void
  /** Why it ends, and what it has cost. */
  end(): void
  /** An error in the middle of it. */
  error(message: string): void
}

/** What an answer has used, whatever the API calls it. */
export const USED = { input: 100, output: 20 }

/** The arguments of a call, as they come over the wire. */
export const inFrames = (input: string): string[] => input.match(/.{1,17}/gs) ?? []

export const newId = (kind: string): string => `${kind}_${Math.random().toString(36).slice(2)}`

export function openStream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
}

/** A frame of those APIs whose events have names. */
export function sendEvent(response: ServerResponse, event: { type: string }): void {
  response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
}
