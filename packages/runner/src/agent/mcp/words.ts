import type { CallToolResult } from '@ai-sdk/mcp'

interface Part {
  type: string
  text?: unknown
  mimeType?: unknown
  uri?: unknown
  resource?: { text?: unknown; uri?: unknown }
}

/** What a server's tool has answered, as text; of what is none, a word for what it is. */
export function wordsOf(result: CallToolResult): string {
  if (!Array.isArray(result.content)) return JSON.stringify(result.toolResult ?? null)
  return (result.content as Part[]).map(wordsOfPart).join('\n')
}

function wordsOfPart({ type, text, mimeType, uri, resource }: Part): string {
  const said = text ?? resource?.text
  if (typeof said === 'string') return said
  return `[${[type, mimeType, uri ?? resource?.uri].filter((word) => typeof word === 'string').join(' ')}]`
}
