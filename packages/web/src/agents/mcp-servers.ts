import type { NewMcpServer, ShownMcpServer } from '@mission-control/protocol'
import { lineOf, wordsOf } from './command-line.ts'
import { type Entry, secretsOf, storedEntries } from './entries.ts'

/** An MCP server in the form's draft. */
export interface McpDraft {
  name: string
  /** An address, or the command that starts it. */
  target: string
  /** Headers of an address, variables of a command. */
  secrets: readonly Entry[]
}

export const NEW_SERVER: McpDraft = { name: '', target: '', secrets: [] }

export function isAddress(target: string): boolean {
  return /^https?:\/\//i.test(target.trim())
}

export function mcpDraftsOf(servers: Readonly<Record<string, ShownMcpServer>>): McpDraft[] {
  return Object.entries(servers).map(([name, server]) =>
    'url' in server
      ? { name, target: server.url, secrets: storedEntries(server.headers) }
      : {
          name,
          target: lineOf([server.command, ...server.args]),
          secrets: storedEntries(server.env),
        },
  )
}

/** The servers by name; empty rows are left out. */
export function mcpServersOf(drafts: readonly McpDraft[]): Record<string, NewMcpServer> {
  const written = drafts.filter(({ name, target }) => name.trim() !== '' || target.trim() !== '')
  return Object.fromEntries(
    written.map(({ name, target, secrets }) => [name.trim(), serverOf(target, secretsOf(secrets))]),
  )
}

function serverOf(target: string, secrets: Record<string, string | null>): NewMcpServer {
  if (isAddress(target)) return { url: target.trim(), headers: secrets }
  const [command = '', ...args] = wordsOf(target)
  return { command, args, env: secrets }
}
