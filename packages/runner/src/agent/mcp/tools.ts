import {
  type CallToolResult,
  createMCPClient,
  type ListToolsResult,
  type MCPClient,
} from '@ai-sdk/mcp'
import { dynamicTool, type JSONSchema7, jsonSchema, type ToolSet } from 'ai'
import type { McpServer, McpServers } from '../configuration.ts'
import { AgentFailure } from '../failure.ts'
import { Program } from '../program.ts'
import { withTimeLimit } from '../time-limit.ts'
import { ToolError } from '../tools/inside.ts'
import { ANSWER_MAX } from '../tools/workplace.ts'
import { StdioTransport } from './stdio.ts'
import { wordsOf } from './words.ts'

/** How long a server may take to start, in ms: a program that is fetched first takes its time. */
const START_WITHIN = 60_000
/** How long a call may take, in ms: as long as those of the built-in tools. */
const CALL_WITHIN = 600_000
/** The longest name of a tool that the APIs of models take. */
const NAME_MAX = 64

type Offer = ListToolsResult['tools'][number]

export interface McpTools {
  /** Named `mcp__<server>__<tool>`. */
  tools: ToolSet
  /** Lets the servers go, and ends those that are programs, with all that they have started. */
  close(): Promise<void>
}

/** Starts all of the servers and asks for their tools. Throws {@link AgentFailure} if one can't be used. */
export async function connectMcp(servers: McpServers, signal: AbortSignal): Promise<McpTools> {
  const connections: Connection[] = []
  const close = async () => {
    await Promise.all(connections.map((connection) => connection.close()))
  }
  try {
    const sets = await Promise.all(
      Object.entries(servers).map(async ([name, server]) => {
        const connection = new Connection(name, server)
        connections.push(connection)
        return await connection.tools(signal)
      }),
    )
    return { tools: Object.assign({}, ...sets), close }
  } catch (error) {
    await close()
    throw error
  }
}

class Connection {
  readonly #name: string
  readonly #server: McpServer
  readonly #program: Program | null
  #client: MCPClient | null = null

  constructor(name: string, server: McpServer) {
    this.#name = name
    this.#server = server
    this.#program = 'command' in server ? programOf(server) : null
  }

  async tools(signal: AbortSignal): Promise<ToolSet> {
    const within = withTimeLimit(signal, START_WITHIN)
    try {
      const client = await createMCPClient({
        transport: this.#transport(),
        clientName: 'mission-control',
        initializationOptions: { signal: within },
      })
      this.#client = client
      const tools = await allTools(client, within)
      return Object.fromEntries(tools.map((tool) => [this.#nameOf(tool.name), this.#toolOf(tool)]))
    } catch (error) {
      signal.throwIfAborted()
      const why = await this.#explain(error)
      throw new AgentFailure('agent_error', `The MCP server "${this.#name}" can't be used: ${why}`)
    }
  }

  async close(): Promise<void> {
    // A server that is gone or doesn't answer needs no goodbye.
    if (this.#program) await this.#program.stop()
    else await this.#client?.close().catch(() => null)
  }

  #transport() {
    if (this.#program) return new StdioTransport(this.#program)
    const { url, headers } = this.#server as Extract<McpServer, { url: string }>
    return { type: 'http', url, headers } as const
  }

  #nameOf(tool: string): string {
    return `mcp__${this.#name}__${tool}`.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, NAME_MAX)
  }

  #toolOf({ name, description, inputSchema }: Offer) {
    return dynamicTool({
      description: description ?? '',
      inputSchema: jsonSchema(inputSchema as JSONSchema7),
      execute: async (input, { abortSignal }) => {
        const signal = abortSignal
          ? withTimeLimit(abortSignal, CALL_WITHIN)
          : AbortSignal.timeout(CALL_WITHIN)
        return await this.#call(name, input as Record<string, unknown>, signal)
      },
    })
  }

  async #call(name: string, input: Record<string, unknown>, signal: AbortSignal): Promise<string> {
    let result: CallToolResult
    try {
      result = await this.#client!.callTool({ name, arguments: input, options: { signal } })
    } catch (error) {
      throw new ToolError(`The MCP server "${this.#name}" failed: ${await this.#explain(error)}`)
    }
    const said = wordsOf(result)
    const shown = said.length > ANSWER_MAX ? `${said.slice(0, ANSWER_MAX).toWellFormed()}…` : said
    if (result.isError) throw new ToolError(shown)
    return shown
  }

  /** A connection that is closed says less than the program's end. */
  async #explain(error: unknown): Promise<string> {
    const said = error instanceof Error ? error.message : String(error)
    if (!this.#program) return said
    const ended = this.#program.ended.catch((end: Error) => end.message)
    return await Promise.race([ended, afterAMoment(said)])
  }
}

/** All tools of a server, which lists them in pages. */
async function allTools(client: MCPClient, signal: AbortSignal): Promise<Offer[]> {
  const all: Offer[] = []
  let cursor: string | undefined
  do {
    const params = cursor === undefined ? {} : { cursor }
    const page = await client.listTools({ params, options: { signal } })
    all.push(...page.tools)
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return all
}

function programOf(server: Extract<McpServer, { command: string }>): Program {
  const argv: [string, ...string[]] = [server.command, ...server.args]
  return new Program({ name: 'Its program', argv, env: server.env, wholeGroup: true })
}

async function afterAMoment(said: string): Promise<string> {
  await new Promise((resolve) => setTimeout(resolve, 100))
  return said
}
