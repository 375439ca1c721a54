import type { ServerResponse } from 'node:http'

/** How the model answers one request; it may leave the response as it likes. */
export type Reply = (response: ServerResponse, request: ModelRequest) => void | Promise<void>

/** What was asked of the model. */
export interface ModelRequest {
  headers: NodeJS.Dict<string | string[]>
  body: {
    model?: string
    messages: { role: string; content?: unknown; tool_calls?: unknown; tool_call_id?: string }[]
    tools?: { function: { name: string } }[]
    stream?: boolean
  }
}

export interface ToolCall {
  name: string
  input: unknown
}

const USAGE = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 }

/** Says the pieces, each in a frame of its own. */
export function says(...pieces: string[]): Reply {
  return (response) => {
    open(response)
    for (const content of pieces) frame(response, { delta: { content } })
    close(response, 'stop')
  }
}

/** Calls tools; the arguments of each come in several frames. */
export function calls(...tools: ToolCall[]): Reply {
  return (response) => {
    open(response)
    for (const [index, { name, input }] of tools.entries()) {
      const id = `call_${Math.random().toString(36).slice(2)}`
      const whole = typeof input === 'string' ? input : JSON.stringify(input)
      const first = { index, id, type: 'function', function: { name, arguments: '' } }
      frame(response, { delta: { tool_calls: [first] } })
      for (const text of whole.match(/.{1,17}/gs) ?? []) {
        frame(response, { delta: { tool_calls: [{ index, function: { arguments: text } }] } })
      }
    }
    close(response, 'tool_calls')
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
    response.end(JSON.stringify({ error: { message, type: 'error' } }))
  }
}

function open(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  frame(response, { delta: { role: 'assistant', content: '' } })
}

function frame(response: ServerResponse, choice: object, more: object = {}): void {
  const chunk = {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1_773_570_000,
    model: 'scripted-1',
    choices: [{ index: 0, finish_reason: null, ...choice }],
    ...more,
  }
  response.write(`data: ${JSON.stringify(chunk)}\n\n`)
}

/** The last frames: why it ends, and what it has cost. */
function close(response: ServerResponse, reason: string): void {
  frame(response, { delta: {}, finish_reason: reason })
  const usage = { id: 'chatcmpl-1', object: 'chat.completion.chunk', choices: [], usage: USAGE }
  response.end(`data: ${JSON.stringify(usage)}\n\ndata: [DONE]\n\n`)
}

/** Begins an answer and leaves it at that. */
export function stalls(content = 'I will '): Reply {
  return (response) => {
    open(response)
    frame(response, { delta: { content } })
  }
}

/** Says nothing at all. */
export const silent: Reply = () => undefined

/** Goes away in the middle of a character. */
export const breaksOff: Reply = (response) => {
  open(response)
  const text = Buffer.from('data: {"choices":[{"delta":{"content":"gone 😀"}}]}')
  response.write(text.subarray(0, text.indexOf(0xf0) + 2), () => response.destroy())
}

/** Ends its answer properly, as HTTP goes, and without having come to an end. */
export const endsEarly: Reply = (response) => {
  open(response)
  frame(response, { delta: { content: 'And then' } })
  response.end()
}

/** Sends what is no JSON. */
export const malformed: Reply = (response) => {
  open(response)
  response.end('data: {"choices": [{"delta": {"con\n\ndata: [DONE]\n\n')
}

/** Tells an error in the middle of its answer. */
export const failsMidway: Reply = (response) => {
  open(response)
  frame(response, { delta: { content: 'Well, ' } })
  response.end(`data: ${JSON.stringify({ error: { message: 'The model is overloaded.' } })}\n\n`)
}

/** One message of so many MiB. */
export function saysMiB(mib: number): Reply {
  return (response) => {
    open(response)
    const content = 'x'.repeat(256 * 1024)
    for (let at = 0; at < mib * 4; at++) frame(response, { delta: { content } })
    close(response, 'stop')
  }
}
