import type { ServerResponse } from 'node:http'
import { type Answer, openStream } from './answer.ts'

/** How the model answers one request; it may leave the response as it likes. */
export type Reply = (response: ServerResponse, request: ModelRequest) => void | Promise<void>

/** What was asked of the model. */
export interface ModelRequest {
  headers: NodeJS.Dict<string | string[]>
  body: {
    model?: string
    messages: { role: string; content?: unknown; tool_calls?: unknown; tool_call_id?: string }[]
    /** What OpenAI's Responses have in place of messages. */
    input?: { type?: string; role?: string; output?: unknown }[]
    tools?: { name?: string; function?: { name: string } }[]
    stream?: boolean
    usage?: { include: boolean }
  }
  /** Begins an answer, as the API that was asked writes it. */
  answer(response: ServerResponse): Answer
}

export interface ToolCall {
  name: string
  /** A text is sent as it is. */
  input: unknown
}

/** Says the pieces, each in a frame of its own. */
export function says(...pieces: string[]): Reply {
  return (response, request) => {
    const answer = request.answer(response)
    for (const piece of pieces) answer.text(piece)
    answer.end()
  }
}

/** Says a piece, and the rest only when it may. */
export function saysWhen(first: string, mayGoOn: Promise<unknown>, rest: string): Reply {
  return async (response, request) => {
    const answer = request.answer(response)
    answer.text(first)
    await mayGoOn
    answer.text(rest)
    answer.end()
  }
}

/** Calls tools. */
export function calls(...tools: ToolCall[]): Reply {
  return (response, request) => {
    const answer = request.answer(response)
    for (const { name, input } of tools) {
      answer.call(name, typeof input === 'string' ? input : JSON.stringify(input))
    }
    answer.end()
  }
}

/** Answers with an error, as such endpoints do. */
export function fails(
  status: number,
  message: string,
  headers: Record<string, string> = {},
): Reply {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify({ type: 'error', error: { message, type: 'error' } }))
  }
}

/** Begins an answer and leaves it at that. */
export function stalls(content = 'I will '): Reply {
  return (response, request) => request.answer(response).text(content)
}

/** Says nothing at all. */
export const silent: Reply = () => undefined

/** Goes away in the middle of a character. */
export const breaksOff: Reply = (response, request) => {
  request.answer(response).text('I am ')
  const text = Buffer.from('data: {"content":"gone 😀"}')
  response.write(text.subarray(0, text.indexOf(0xf0) + 2), () => response.destroy())
}

/** Ends its answer properly, as HTTP goes, and without having come to an end. */
export const endsEarly: Reply = (response, request) => {
  request.answer(response).text('And then')
  response.end()
}

/** Sends what is no JSON. */
export const malformed: Reply = (response) => {
  openStream(response)
  response.end('data: {"choices": [{"delta": {"con\n\ndata: [DONE]\n\n')
}

/** Tells an error in the middle of its answer. */
export const failsMidway: Reply = (response, request) => {
  const answer = request.answer(response)
  answer.text('Well, ')
  answer.error('The model is overloaded.')
}

/** One message of so many MiB. */
export function saysMiB(mib: number): Reply {
  return says(...Array.from({ length: mib * 4 }, () => 'x'.repeat(256 * 1024)))
}
