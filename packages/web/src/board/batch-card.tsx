import type { TaskCounts } from '@mission-control/protocol'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { sizeOf } from '../live/batches.ts'
import type { Card } from '../live/live.ts'
import { useLive } from '../live/use-live.tsx'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { Icon } from '../ui/icons.tsx'
import { BatchStrip } from './batch-strip.tsx'
import { BatchTasks } from './batch-tasks.tsx'
import { useSelection } from './selection.ts'
import { useBatchActions } from './use-batch-actions.ts'

const words = text.batch
const route = getRouteApi('/inside/board')

interface Props {
  batchId: string
  /** One of the batch's tasks, whose content stands for all of them. */
  card: Card
  isFirst: boolean
}

/** The card of tasks that one request made: their counts, what they wait for, and, opened, each task. */
export function BatchCard({ batchId, card, isFirst }: Props) {
  const batch = useLive((live) => live.batches.get(batchId))
  const { cursor, setCursor } = useSelection()
  const address = route.useSearch()
  const isOpen = address.batch === batchId
  const element = useRef<HTMLElement>(null)
  useEffect(() => {
    if (isOpen) element.current?.scrollIntoView({ block: 'nearest' })
  }, [isOpen])
  if (!batch) return null
  const { counts } = batch
  const isReachable = cursor === null ? isFirst : cursor === batchId
  return (
    <article
      ref={element}
      data-card={batchId}
      aria-label={words.name(card.summary)}
      className={classNames(
        'relative grid grid-cols-[minmax(0,1fr)] gap-1.5 rounded-lg border bg-panel px-2.5 pt-2 pb-2 shadow-card has-[h3_a:focus-visible]:outline-2 has-[h3_a:focus-visible]:outline-accent',
        counts.review > 0 ? 'border-review/45' : 'border-line hover:border-line-strong',
      )}
    >
      <h3
        className={classNames(
          'flex items-start gap-1 font-normal [overflow-wrap:anywhere]',
          card.type === 'command' ? 'font-mono text-xs/[17px]' : 'text-base/[18px]',
        )}
      >
        <Link
          to="."
          search={{ ...address, batch: isOpen ? undefined : batchId }}
          replace
          aria-expanded={isOpen}
          title={isOpen ? words.close : words.open}
          tabIndex={isReachable ? 0 : -1}
          onFocus={() => setCursor(batchId)}
          className="flex-1 outline-none after:absolute after:inset-x-0 after:top-0 after:h-12"
        >
          <VisibleText text={card.summary} className="line-clamp-2" />
        </Link>
        <Icon name={isOpen ? 'down' : 'right'} className="mt-0.5 size-3 flex-none text-dim" />
      </h3>
      <BatchStrip counts={counts} />
      <p className="flex flex-wrap items-center gap-x-1.5 text-xs/[18px] text-dim">
        <Icon name={card.type} className="size-[13px]" />
        <span className="sr-only">{text.task.type[card.type]}</span>
        {words.size(sizeOf(counts))}
        <Counts counts={counts} />
      </p>
      <Decisions batchId={batchId} counts={counts} />
      {isOpen && <BatchTasks batchId={batchId} summary={card.summary} />}
    </article>
  )
}

const SHOWN = ['done', 'failed', 'review', 'running', 'pending', 'cancelled'] as const

/** `7 done · 1 failed · 2 running` */
function Counts({ counts }: { counts: TaskCounts }) {
  return SHOWN.filter((status) => counts[status] > 0).map((status) => (
    <span
      key={status}
      className={classNames(
        'whitespace-nowrap before:mr-1.5 before:text-faint before:content-["·"]',
        status === 'failed' && 'text-failed',
        status === 'review' && 'text-review',
      )}
    >
      {words.count(counts[status], status)}
    </span>
  ))
}

/** The decisions about all tasks of the batch at once. */
function Decisions({ batchId, counts }: { batchId: string; counts: TaskCounts }) {
  const { act, retry } = useBatchActions(batchId)
  const { review, failed, pending, running } = counts
  const open = pending + running
  return (
    <div className="relative z-1 flex flex-wrap gap-1.5 empty:hidden">
      {review > 0 && (
        <>
          <Button needs="approvals" look="main" size="small" onClick={() => act('approve')}>
            {words.all(text.task.approve, review)}
          </Button>
          <Button needs="approvals" size="small" onClick={() => act('reject')}>
            {words.all(text.task.reject, review)}
          </Button>
        </>
      )}
      {pending > 0 && (
        <Button needs="tasks" size="small" onClick={() => act('run')}>
          {words.all(text.task.run, pending)}
        </Button>
      )}
      {failed > 0 && (
        <Button needs="tasks" size="small" onClick={retry}>
          {words.retry(failed)}
        </Button>
      )}
      {open > 0 && (
        <Button needs="tasks" size="small" look="quiet" onClick={() => act('cancel')}>
          {words.all(text.task.cancel, open)}
        </Button>
      )}
    </div>
  )
}
