import type { Actor } from '@mission-control/protocol'
import { memo } from 'react'
import { Initials } from '../people/initials.tsx'
import { text } from '../strings/index.ts'
import { day } from '../time/format.ts'
import { Clock } from '../time/times.tsx'
import { classNames } from '../ui/class-names.ts'
import { Icon } from '../ui/icons.tsx'
import type { Row } from './rows.ts'
import { groupSentence, type Lookup, outputSentence, type Part, sentenceOf } from './sentence.ts'
import { SentenceView } from './sentence-view.tsx'
import { type Sign, SignIcon, signOf } from './sign.tsx'

interface Props {
  row: Row
  lookup: Lookup
  room: number
  /** Opens the group of these events, or closes it. */
  onOpen: (ids: readonly number[], isOpen: boolean) => void
}

export function RowView({ row, lookup, room, onOpen }: Props) {
  switch (row.kind) {
    case 'day':
      return <h2 className="pt-3 pb-1 text-xs font-semibold text-dim">{dayName(row.at)}</h2>
    case 'entry': {
      const { entry, inGroup } = row
      const sign = inGroup ? null : signOf(entry)
      const parts = sentenceOf(entry, lookup)
      return <Told at={entry.at} sign={sign} parts={parts} room={room} by={entry.actor} />
    }
    case 'group': {
      const { entries, isOpen } = row
      const newest = entries[0]!
      return (
        <div className="relative">
          <Told
            at={newest.at}
            sign={signOf(newest)}
            parts={groupSentence(entries, lookup)}
            room={room}
            isGroup
          />
          <button
            type="button"
            aria-expanded={isOpen}
            aria-label={text.activity.showEach}
            onClick={() =>
              onOpen(
                entries.map(({ id }) => id),
                !isOpen,
              )
            }
            className="absolute inset-y-0 right-0 flex w-7 items-center justify-center rounded-md text-faint hover:bg-sunk hover:text-text"
          >
            <Icon name={isOpen ? 'down' : 'right'} className="size-3.5" />
          </button>
        </div>
      )
    }
    case 'output': {
      // The row shows the time at which the run began, like its place: lines come and go, the row stays.
      const at = new Date(row.output.since).toISOString()
      const parts = outputSentence(row.output, lookup)
      return <Told at={at} sign="running" parts={parts} room={200} oneLine />
    }
  }
}

interface ToldProps {
  at: string
  /** null: the row is one of a group, whose first row has the sign. */
  sign: Sign | null
  parts: readonly Part[]
  room: number
  /** Whether to keep the row at one line, because its words change and its height must not. */
  oneLine?: boolean
  /** A button stands at its end. */
  isGroup?: boolean
  /** Who made it happen, if it is worth telling. */
  by?: Actor | null
}

const Told = memo(function Told({ at, sign, parts, room, oneLine, isGroup, by }: ToldProps) {
  return (
    <div
      className={classNames(
        'grid grid-cols-[50px_14px_minmax(0,1fr)] gap-x-2 py-[4.5px] leading-[1.45]',
        isGroup && 'pr-7',
      )}
    >
      <Clock at={at} className="pt-px text-xs text-faint" />
      <span className="pt-[3px]">{sign && <SignIcon sign={sign} />}</span>
      <p
        className={
          oneLine
            ? 'truncate text-dim [&>:first-child]:max-w-[45%]'
            : 'text-dim [overflow-wrap:anywhere]'
        }
      >
        <SentenceView parts={parts} room={room} />
        {by && by.kind !== 'system' && <Initials actor={by} className="ml-1.5" />}
      </p>
    </div>
  )
}, sameTold)

function sameTold(a: ToldProps, b: ToldProps): boolean {
  if (a.by?.id !== b.by?.id) return false
  if (a.at !== b.at || a.sign !== b.sign || a.room !== b.room || a.parts.length !== b.parts.length)
    return false
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
