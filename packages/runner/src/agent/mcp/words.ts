import type { CallToolResult } from '@ai-sdk/mcp'

interface Part {
  type: string
  text?: unknown
  mimeType?: unknown
  uri?: unknown
  resource?: { text?: unknown; uri?: unknown }
}

/** The answer of a server's tool as text. Parts that aren't text become a word for what they are. */
export function wordsOf(result: CallToolResult): string {
  if (!Array.isArray(result.content)) return JSON.stringify(result.toolResult ?? null)
  return (result.content as Part[]).map(wordsOfPart).join('\n')
}

function wordsOfPart({ type, text, mimeType, uri, resource }: Part): string {
  const said = text ?? resource?.text
  if (typeof said === 'string') return said
  return `[${[type, mimeType, uri ?? resource?.uri].filter((word) => typeof word === 'string').join(' ')}]`
}
