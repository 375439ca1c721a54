import { approvalsRequired } from '@mission-control/protocol'
import { Link } from '@tanstack/react-router'
import { type MouseEvent, type RefObject, useRef, useState } from 'react'
import { useMay } from '../account/may.tsx'
import { Given } from '../approvals/given.tsx'
import { Absence } from '../desktops/absence.tsx'
import type { Card } from '../live/live.ts'
import { useLive } from '../live/use-live.tsx'
import { MiddleText } from '../log/middle-text.tsx'
import { VisibleText } from '../log/visible-text.tsx'
import { Somebody } from '../people/initials.tsx'
import { text } from '../strings/index.ts'
import { classNames } from '../ui/class-names.ts'
import { Icon } from '../ui/icons.tsx'
import { Pill } from '../ui/pill.tsx'
import { usageDetails, usageWords } from '../usage/usage-words.ts'
import { CardDecision } from './card-decision.tsx'
import { CardMenu } from './card-menu.tsx'
import { CardTime } from './card-time.tsx'
import { useDrag } from './drag.ts'
import { useMoveAnimation } from './move-animation.ts'
import { useSelection } from './selection.ts'
import { Tail } from './tail.tsx'

/** A finger points at nothing before it touches. */
const TOUCHED = matchMedia('(pointer: coarse)')

interface Props {
  card: Card
  isFirst: boolean
  /** The ids of the column as it is shown, for selecting a range. */
  column: RefObject<readonly string[]>
}

export function CardView({ card, isFirst, column }: Props) {
  const { ids, cursor, setCursor, toggle, extendTo } = useSelection()
  const drag = useDrag()
  const may = useMay()
  const selected = ids.has(card.id)
  const isAsking = card.status === 'running' && card.waiting === 'permission'
  const element = useRef<HTMLElement>(null)
  useMoveAnimation(element, card)
  const isReachable = cursor === null ? isFirst : cursor === card.id
  // Most cards are never pointed at, and a menu is half of the work of a card.
  const [isPointedAt, setPointedAt] = useState(TOUCHED.matches)

  const onClick = (event: MouseEvent) => {
    if (!(event.shiftKey || event.metaKey || event.ctrlKey)) return
    event.preventDefault()
    if (event.shiftKey) extendTo(card.id, column.current)
    else toggle(card.id)
  }
  return (
    <article
      ref={element}
      data-card={card.id}
      draggable={may('tasks') || may('approvals')}
      onDragStart={(event) => {
        event.dataTransfer.setData('text/plain', card.id)
        drag.start(card)
      }}
      onDragEnd={drag.end}
      onClickCapture={onClick}
      onPointerEnter={() => setPointedAt(true)}
      className={classNames(
        'group/card relative grid gap-[5px] rounded-lg border px-2.5 pt-2 pb-[7px] shadow-card has-[a:focus-visible]:outline-2 has-[a:focus-visible]:outline-accent has-[a[data-status=active]]:border-accent has-[a[data-status=active]]:bg-selected',
        selected
          ? 'border-accent bg-selected'
          : card.status === 'review' || isAsking
            ? 'border-review/45 bg-panel'
            : 'border-line bg-panel hover:border-line-strong',
        drag.card?.id === card.id && 'opacity-50',
        (card.sending || card.before) && 'opacity-75',
      )}
    >
      <h3
        className={classNames(
          'line-clamp-2 font-normal [overflow-wrap:anywhere] pointer-coarse:pr-8',
          card.type === 'command' ? 'font-mono text-xs/[17px]' : 'text-base/[18px]',
        )}
      >
        <Link
          to="/tasks/$taskId"
          params={{ taskId: card.id }}
          tabIndex={isReachable ? 0 : -1}
          aria-current={cursor === card.id || undefined}
          onFocus={() => setCursor(card.id)}
          className="outline-none after:absolute after:inset-0"
        >
          <VisibleText text={card.summary} />
        </Link>
        {selected && <span className="sr-only">, {text.board.selectedOne}</span>}
      </h3>
      {note(card) && <Tail text={note(card) ?? ''} />}
      <Facts card={card} />
      <Absence card={card} className="text-2xs text-failed" />
      {card.usage && (
        <p title={usageDetails(card.usage)} className="truncate text-2xs text-faint">
          {usageWords(card.usage)}
        </p>
      )}
      <Given
        votes={card.approvals}
        className="line-clamp-2 text-xs text-review [overflow-wrap:anywhere]"
      />
      <CardDecision card={card} />
      {isPointedAt && <CardMenu card={card} />}
    </article>
  )
}

/** The one line that says most about the task's state. */
function note(card: Card): string | null {
  if (card.status === 'failed' && card.feedback) return `“${card.feedback}”`
  if (card.status === 'pending' && card.error) return card.error.message
  // The question and its answers stand below.
  if (card.waiting === 'permission') return null
  if (card.status === 'running' || card.status === 'review' || card.status === 'failed') {
    return card.tail ?? (card.status === 'failed' ? (card.error?.message ?? null) : null)
  }
  return null
}

/** Characters of a desktop's name before what stands beside it takes a line of its own. */
const NAME_ROOM = 12

function Facts({ card }: { card: Card }) {
  const desktop = useLive((live) => live.desktops.get(card.desktopId))
  const name = desktop?.name ?? text.task.gone
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-1.5 text-xs/[18px] whitespace-nowrap text-dim">
      <span
        className="flex min-w-0 flex-1 items-center gap-1.5"
        style={{ flexBasis: `calc(19px + ${0.85 * Math.min(NAME_ROOM, name.length)}ch)` }}
      >
        <Icon name={card.type} className="size-[13px] flex-none" />
        <span className="sr-only">{text.task.type[card.type]}</span>
        <MiddleText text={name} />
      </span>
      {card.attempt > 1 && <Pill>{text.task.try(card.attempt)}</Pill>}
      <Badge card={card} offline={desktop !== undefined && desktop.status !== 'running'} />
      <span className="ml-auto flex flex-none items-center gap-1.5 pl-1 text-faint">
        <Somebody actor={card.createdBy} />
        <span>
          <CardTime card={card} />
        </span>
      </span>
    </div>
  )
}

function Badge({ card, offline }: { card: Card; offline: boolean }) {
  if (card.sending) return <Pill>{text.task.sending}</Pill>
  if (card.status === 'running') {
    if (card.cancelRequestedAt) return <Pill>{text.task.cancelling}</Pill>
    if (offline) return <Pill bad>{text.task.offline}</Pill>
    if (card.waiting === 'permission') return <Pill wanted>{text.task.asks}</Pill>
    if (card.waiting === 'queued') return <Pill>{text.task.queued}</Pill>
  }
  if (card.status === 'failed') return <Pill bad>{reason(card)}</Pill>
  const isOpen = card.status === 'pending' || card.status === 'running'
  return isOpen && card.requiresApproval ? <ToBeApproved card={card} /> : null
}

function ToBeApproved({ card: { approvalsAsked } }: { card: Card }) {
  const ofWorkspace = useLive((live) => live.settings.approvalQuorum)
  return <Pill>{text.task.approvals(approvalsRequired(approvalsAsked, ofWorkspace))}</Pill>
}

function reason({ error, exitCode }: Card): string {
  if (error?.code === 'exit_nonzero' && exitCode !== null) return text.task.exit(exitCode)
  return error ? text.failure(error.code) : text.status.failed
}
