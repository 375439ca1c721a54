import { lastLine } from '../lines.ts'
import type { OutputStream } from '../resources/task.ts'
import { parseRecord } from './read.ts'
import type { TranscriptRecord, TranscriptRecordOf } from './record.ts'
import { proseOf, summaryOf } from './summary.ts'

/**
 * The last line that a piece of a run's output shows. For a transcript, that is what the last record says;
 * for an answer, its first line that isn't code, or code if there is nothing else.
 */
export function lastLineOf(stream: OutputStream, data: string): string | null {
  return lastLine(stream === 'agent' ? textOf(data) : data)
}

function textOf(transcript: string): string {
  const records = transcript.split('\n').map(parseRecord)
  let before: TranscriptRecord | null = null
  const told: string[] = []
  for (const record of records) {
    const said = record && saidBy(record)
    if (record === null || said === null) continue
    // Pieces of one message go on in its line.
    if (isPiece(record) && isPiece(before) && before.id === record.id) told.push(told.pop() + said)
    else told.push(said)
    before = record
  }
  return told.map(proseOf).join('\n')
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
      return record.text
    case 'result':
      return summaryOf(record.text)
    case 'tool_call':
      return record.title
    case 'error':
      return record.message
    default:
      return null
  }
}
