import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { cleanUp, type Scope } from '../cleanup.ts'
import { fails, type ModelRequest, type Reply, says } from './replies.ts'
import { AnthropicMessage } from './wires/anthropic-messages.ts'
import { ChatCompletion } from './wires/chat-completions.ts'
import { GeneratedContent } from './wires/generate-content.ts'
import { OpenAIResponse } from './wires/openai-responses.ts'

/** What the model asks for; it lets nobody in without it. */
export const MODEL_KEY = 'sk-model-key-0123456789-secret'

const WIRES = {
  '/v1/chat/completions': ChatCompletion,
  '/v1/messages': AnthropicMessage,
  '/v1/responses': OpenAIResponse,
}

/** A model that speaks each provider's API on a real socket, by a script. */
export class ModelServer {
  /** The answers that are still to be given, in their order; then `otherwise`. */
  script: Reply[] = []
  otherwise: Reply = says('Hello.')
  /** What it says when it is asked which models it has. */
  list: Reply = listModels
  /** What it says to who doesn't want to be streamed to: only probes don't. */
  whole: Reply = answersWhole
  readonly requests: ModelRequest[] = []
  readonly #http: Server

  private constructor(http: Server) {
    this.#http = http
  }

  static async start(t: Scope, port = 0): Promise<ModelServer> {
    const http = createServer().listen(port, '127.0.0.1')
    const model = new ModelServer(http)
    http.on('request', (request, response) => {
      model.#answer(request).then(
        ([reply, asked]) => reply(response, asked),
        (error) => fails(400, String(error))(response, NOTHING),
      )
    })
    await once(http, 'listening')
    cleanUp(t, () => model.stop())
    return model
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port
  }

  /** The environment of a desktop that has this model as its agent. */
  environment(kind: string, provider?: string): NodeJS.ProcessEnv {
    return {
      MISSION_CONTROL_AGENT: kind,
      ...(provider && { MISSION_CONTROL_AGENT_PROVIDER: provider }),
      MISSION_CONTROL_AGENT_BASE_URL: `http://127.0.0.1:${this.port}/v1`,
      MISSION_CONTROL_AGENT_API_KEY: MODEL_KEY,
      MISSION_CONTROL_AGENT_MODEL: 'scripted-1',
    }
  }

  async stop(): Promise<void> {
    if (!this.#http.listening) return
    this.#http.close()
    this.#http.closeAllConnections()
    await once(this.#http, 'close')
  }

  async #answer(request: IncomingMessage): Promise<[Reply, ModelRequest]> {
    const { headers, method } = request
    const url = pathOf(request)
    if (!letsIn(request)) {
      return [fails(401, `Incorrect API key provided: ${headers.authorization}`), NOTHING]
    }
    if (method === 'GET' && url === '/v1/models') return [this.list, NOTHING]
    const Wire = url.endsWith(':streamGenerateContent')
      ? GeneratedContent
      : WIRES[url as keyof typeof WIRES]
    if (!Wire) return [fails(404, `There is no ${url}`), NOTHING]
    const body = (await json(request)) as ModelRequest['body']
    if (body.stream !== true && Wire !== GeneratedContent) return [this.whole, NOTHING]
    const asked: ModelRequest = { headers, body, answer: (response) => new Wire(response, asked) }
    this.requests.push(asked)
    return [this.script.shift() ?? this.otherwise, asked]
  }
}

/** Without what is asked beside it: Claude Code adds `?beta=true`, Gemini CLI `?alt=sse`. */
const pathOf = ({ url = '' }: IncomingMessage): string => url.replace(/\?.*/, '')

/** Anthropic's way or Google's, which their own APIs take alone, or that of all others. */
function letsIn(request: IncomingMessage): boolean {
  const { headers } = request
  const url = pathOf(request)
  if (headers['anthropic-version']) return headers['x-api-key'] === MODEL_KEY
  if (url.startsWith('/v1beta/')) return headers['x-goog-api-key'] === MODEL_KEY
  return url !== '/v1/messages' && headers.authorization === `Bearer ${MODEL_KEY}`
}

const NOTHING: ModelRequest = {
  headers: {},
  body: { messages: [] },
  answer: () => {
    throw new Error('Nothing was asked.')
  },
}

const answersWhole: Reply = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  const message = { role: 'assistant', content: 'Hello.' }
  const choices = [{ index: 0, message, finish_reason: 'length' }]
  const answer = { id: 'chatcmpl-1', object: 'chat.completion', model: 'scripted-1', choices }
  response.end(JSON.stringify(answer))
}

const listModels: Reply = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ object: 'list', data: [{ id: 'scripted-1', object: 'model' }] }))
}
