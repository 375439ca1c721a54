import { firstLine } from '@mission-control/protocol/host'

/** The field of each tool's input that says best what the call is about. */
const TELLING = ['command', 'path', 'url']

/** A tool call in one line. */
export function titleOf(tool: string, input: unknown): string {
  const fields =
    typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {}
  const telling = TELLING.map((name) => fields[name]).find((value) => typeof value === 'string')
  if (telling === undefined) return tool
  return tool === 'shell' ? firstLine(telling as string) : firstLine(`${tool} ${telling}`)
}
