import { memo } from 'react'
import { text } from '../strings/index.ts'
import { day } from '../time/format.ts'
import { Clock } from '../time/times.tsx'
import type { Row } from './rows.ts'
import { type Lookup, outputSentence, type Part, sentenceOf } from './sentence.ts'
import { SentenceView } from './sentence-view.tsx'

interface Props {
  row: Row
  lookup: Lookup
  room: number
}

export function RowView({ row, lookup, room }: Props) {
  switch (row.kind) {
    case 'day':
      return <h2 className="pt-3 pb-1 text-xs font-semibold text-dim">{dayName(row.at)}</h2>
    case 'entry':
      return <Told at={row.entry.at} parts={sentenceOf(row.entry, lookup)} room={room} />
    case 'output': {
      const at = new Date(row.output.at).toISOString()
      return <Told at={at} parts={outputSentence(row.output, lookup)} room={200} oneLine />
    }
  }
}

interface ToldProps {
  at: string
  parts: readonly Part[]
  room: number
  /** Its words change while it stands there: its height must not. */
  oneLine?: boolean
}

const Told = memo(function Told({ at, parts, room, oneLine = false }: ToldProps) {
  return (
    <div className="grid grid-cols-[52px_minmax(0,1fr)] gap-x-2.5 py-[4.5px] leading-[1.45]">
      <Clock at={at} className="pt-px text-xs text-faint" />
      <p className={oneLine ? 'truncate text-dim' : 'text-dim [overflow-wrap:anywhere]'}>
        <SentenceView parts={parts} room={room} />
      </p>
    </div>
  )
}, sameTold)

function sameTold(a: ToldProps, b: ToldProps): boolean {
  if (a.at !== b.at || a.room !== b.room || a.parts.length !== b.parts.length) return false
  return a.parts.every((part, i) => samePart(part, b.parts[i]!))
}

function samePart(a: Part, b: Part): boolean {
  return a.kind === b.kind && a.text === b.text && leadsTo(a) === leadsTo(b)
}

function leadsTo(part: Part): string | null {
  if ('desktopId' in part) return part.desktopId
  return 'taskId' in part ? part.taskId : null
}

function dayName(at: number): string {
  const daysAgo = Math.round((midnight(Date.now()) - midnight(at)) / 86_400_000)
  if (daysAgo === 0) return text.activity.today
  return daysAgo === 1 ? text.activity.yesterday : day(at)
}

const midnight = (at: number): number => new Date(at).setHours(0, 0, 0, 0)
