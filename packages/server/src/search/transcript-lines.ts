import type { TranscriptRecord } from '@mission-control/protocol'
import { parseRecord } from '@mission-control/protocol/searching'

/** What an agent's transcript says, a line of text each. Pieces of one message are put together. */
export function transcriptLines(transcript: string): string[] {
  let text = ''
  let last = ''
  for (const line of transcript.split('\n')) {
    const record = parseRecord(line)
    if (record === null) continue
    const id =
      record.type === 'message' || record.type === 'thought' ? `${record.type} ${record.id}` : ''
    const said = saidBy(record)
    if (said === '') continue
    text += id !== '' && id === last ? said : `\n${said}`
    last = id
  }
  return text.split('\n').filter((line) => line.trim() !== '')
}

function saidBy(record: TranscriptRecord): string {
  switch (record.type) {
    case 'message':
    case 'thought':
    case 'result':
      return record.text
    case 'plan':
      return record.entries.map(({ content }) => content).join('\n')
    case 'tool_call':
      return [record.title, ...textsIn(record.input)].join('\n')
    case 'tool_result':
      return record.output
    case 'permission':
      return [record.title, record.feedback ?? ''].join('\n')
    case 'file_change':
      return record.path
    case 'error':
      return record.message
    default:
      return ''
  }
}

/** The texts of what a tool is given, however it is built. */
function textsIn(input: unknown): string[] {
  if (typeof input === 'string') return [input]
  if (typeof input !== 'object' || input === null) return []
  return Object.values(input).flatMap(textsIn)
}
