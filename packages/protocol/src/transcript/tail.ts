import { lastLine } from '../lines.ts'
import type { OutputStream } from '../resources/task.ts'
import { parseRecord } from './read.ts'
import type { TranscriptRecord, TranscriptRecordOf } from './record.ts'

/** The last line that a piece of a run's output shows; of a transcript, what its last record says. */
export function lastLineOf(stream: OutputStream, data: string): string | null {
  return lastLine(stream === 'agent' ? textOf(data) : data)
}

/** Where code begins or ends in Markdown: it says nothing. */
const FENCE = /^[ \t]*(```|~~~).*$/gm

function textOf(transcript: string): string {
  const records = transcript.split('\n').map(parseRecord)
  let before: TranscriptRecord | null = null
  let text = ''
  for (const record of records) {
    const said = record && saidBy(record)
    if (record === null || said === null) continue
    // Pieces of one message go on in its line.
    text += isPiece(record) && isPiece(before) && before.id === record.id ? said : `\n${said}`
    before = record
  }
  return text.replace(FENCE, '')
}

function isPiece(
  record: TranscriptRecord | null,
): record is TranscriptRecordOf<'message' | 'thought'> {
  return record?.type === 'message' || record?.type === 'thought'
}

function saidBy(record: TranscriptRecord): string | null {
  switch (record.type) {
    case 'message':
    case 'thought':
    case 'result':
      return record.text
    case 'tool_call':
      return record.title
    case 'error':
      return record.message
    default:
      return null
  }
}
