import { createInterface } from 'node:readline'
import { type JSONRPCMessage, type MCPTransport, validateJSONRPCMessage } from '@ai-sdk/mcp'
import type { Program } from '../program.ts'

/** MCP over the standard streams of a program: a message a line. */
export class StdioTransport implements MCPTransport {
  onclose?: () => void
  onmessage?: (message: JSONRPCMessage) => void
  readonly #program: Program

  constructor(program: Program) {
    this.#program = program
  }

  async start(): Promise<void> {
    createInterface({ input: this.#program.stdout }).on('line', (line) => this.#heard(line))
    this.#program.ended.catch(() => this.onclose?.())
  }

  async send(message: JSONRPCMessage): Promise<void> {
    this.#program.stdin.write(`${JSON.stringify(message)}\n`)
  }

  async close(): Promise<void> {
    await this.#program.stop()
  }

  #heard(line: string): void {
    const message = messageIn(line)
    if (message !== null) this.onmessage?.(message)
  }
}

/** Null for what is none, and was meant for a person. */
function messageIn(line: string): JSONRPCMessage | null {
  try {
    return validateJSONRPCMessage(JSON.parse(line))
  } catch {
    return null
  }
}
