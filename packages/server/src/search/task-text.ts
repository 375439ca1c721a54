import type { SearchedIn } from '@mission-control/protocol'
import { readableLine } from '@mission-control/protocol/searching'
import { chunkText } from '../chunk-text.ts'
import type { OutputRow } from '../store/schema.ts'
import type { SearchedTask } from '../store/search.ts'
import type { SearchedOutput } from '../store/searched-output.ts'
import { OutputLines } from './output-lines.ts'
import { transcriptLines } from './transcript-lines.ts'

/** A part of what is searched of a task. */
export interface Section {
  in: SearchedIn
  /** Whether the lines have numbers, from 1 on. */
  numbered: boolean
  lines: string[]
}

/** All of a task that is searched, but for its desktop's name. The index and the search both read this. */
export function sectionsOf(task: SearchedTask, { head, tail }: SearchedOutput): Section[] {
  const sections = [
    textSection('content', task.content),
    textSection('result', [task.result, task.error_message].filter(Boolean).join('\n')),
    textSection('feedback', task.feedback ?? ''),
    printed(head, true),
    // Lines after a gap have no numbers, because nobody counted the lines in the gap.
    printed(tail, false),
    {
      in: 'output' as const,
      numbered: false,
      lines: readable(transcriptLines(transcriptIn([...head, ...tail]))),
    },
  ]
  return sections.filter(({ lines }) => lines.length > 0)
}

function textSection(where: SearchedIn, text: string): Section {
  return { in: where, numbered: true, lines: text === '' ? [] : readable(text.split('\n')) }
}

function printed(chunks: OutputRow[], numbered: boolean): Section {
  const output = new OutputLines()
  for (const { stream, data } of chunks) {
    if (stream !== 'agent') output.add(stream, chunkText(data))
  }
  return { in: 'output', numbered, lines: readable(output.lines) }
}

function transcriptIn(chunks: OutputRow[]): string {
  return chunks
    .filter(({ stream }) => stream === 'agent')
    .map(({ data }) => chunkText(data))
    .join('')
}

function readable(lines: string[]): string[] {
  return lines.map((line) => readableLine(line).toWellFormed())
}
