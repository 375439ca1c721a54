import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { cleanUp, type Scope } from './cleanup.ts'

interface Call {
  id?: number
  method: string
  params?: { protocolVersion?: string }
}

/** An MCP server at an address, with one tool, `whoami`: it says the key that it was sent. */
export async function startMcpServer(t: Scope): Promise<string> {
  const http = createServer(async (request, response) => {
    // It begins no conversation itself.
    if (request.method !== 'POST') return void response.writeHead(405).end()
    // An agent that is killed sends half of it.
    const call = await json(request).catch(() => null)
    if (call === null) return void response.destroy()
    const { id, method, params } = call as Call
    const text = `You are ${request.headers.authorization}.`
    const results: Record<string, object> = {
      initialize: {
        protocolVersion: params?.protocolVersion,
        capabilities: { tools: {} },
        serverInfo: { name: 'small', version: '1' },
      },
      'tools/list': { tools: [{ name: 'whoami', inputSchema: { type: 'object' } }] },
      'tools/call': { content: [{ type: 'text', text }] },
    }
    const result = results[method]
    const answer = result ? { result } : { error: { code: -32_601, message: 'Not known.' } }
    response.writeHead(id === undefined ? 202 : 200, { 'content-type': 'application/json' })
    response.end(id === undefined ? '' : JSON.stringify({ jsonrpc: '2.0', id, ...answer }))
  }).listen(0, '127.0.0.1')
  await once(http, 'listening')
  cleanUp(t, async () => {
    http.close()
    http.closeAllConnections()
    await once(http, 'close')
  })
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp`
}
