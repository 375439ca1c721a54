import type { TaskStatus } from '@mission-control/protocol'
import { memo, useState } from 'react'
import { useRefusal } from '../account/may.tsx'
import type { Card } from '../live/live.ts'
import { useCore, useLive } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { useAsk } from '../tasks/ask.tsx'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { StatusIcon } from '../ui/status.tsx'
import { CardList } from './card-list.tsx'
import { useDrag } from './drag.ts'
import { moveTo } from './moves.ts'
import { useCount } from './use-count.ts'

interface Props {
  status: TaskStatus
  /** Whether it is the column that a phone shows. */
  isTab: boolean
  folded: boolean
  onFold: (folded: boolean) => void
  accepts: ((card: Card) => boolean) | null
}

export const Column = memo(function Column({ status, isTab, folded, onFold, accepts }: Props) {
  const { count, words } = useCount(status, accepts)
  const name = text.status[status]
  const drop = useDrop(status)
  const shown = isTab ? '' : 'phone:hidden'
  if (folded && !isTab) {
    return (
      <div className="relative flex w-9 flex-none phone:hidden">
        <button
          type="button"
          {...drop.handlers}
          aria-expanded="false"
          aria-label={`${text.board.unfold(name)}, ${words}`}
          onClick={() => onFold(false)}
          className={classNames(
            'flex flex-1 items-center gap-2 border-l border-line pt-3 text-sm font-semibold text-dim [writing-mode:vertical-rl] hover:text-text',
            drop.look,
          )}
        >
          <StatusIcon status={status} />
          {name} <span className="font-medium text-faint">{words}</span>
        </button>
        {drop.note && <DropNote className="top-11 right-1 w-44">{drop.note}</DropNote>}
      </div>
    )
  }
  return (
    <section
      {...drop.handlers}
      aria-label={text.board.column(name, count)}
      className={classNames(
        'relative flex min-h-0 min-w-[172px] flex-1 flex-col px-[5px]',
        shown,
        drop.look,
      )}
    >
      <header className="flex h-10 flex-none items-center gap-2 px-1 pt-1 phone:hidden">
        <h2 className="text-[12.5px]">
          <button
            type="button"
            aria-expanded="true"
            title={text.board.fold(name)}
            onClick={() => onFold(true)}
            className="flex items-center gap-[7px] rounded font-semibold"
          >
            <StatusIcon status={status} />
            {name} <span className="font-medium text-faint">{words}</span>
          </button>
        </h2>
        {status === 'pending' && count > 0 && <RunAll accepts={accepts} />}
      </header>
      {drop.note && <DropNote className="inset-x-2 top-11">{drop.note}</DropNote>}
      <CardList status={status} accepts={accepts} />
    </section>
  )
})

function DropNote({ className, children }: { className: string; children: string }) {
  return (
    <p
      role="status"
      className={classNames(
        'pointer-events-none absolute z-10 rounded-md border border-line bg-panel px-2 py-1.5 text-sm shadow-float',
        className,
      )}
    >
      {children}
    </p>
  )
}

function RunAll({ accepts }: { accepts: Props['accepts'] }) {
  const { store } = useCore()
  const ask = useAsk()
  const { ids, complete } = useLive((live) => live.columns.pending)
  const run = () => {
    const { cards, columns } = store.get()
    const pending = columns.pending.ids.map((id) => cards.get(id)!)
    ask('run', accepts ? pending.filter(accepts) : pending)
  }
  return (
    <Button needs="tasks" look="quiet" size="small" className="-mr-1 ml-auto px-1.5" onClick={run}>
      {complete ? text.board.runAll : text.board.runSome(ids.length)}
    </Button>
  )
}

/** The column as a place to drop a card: what that would do, or why it can't. */
function useDrop(status: TaskStatus) {
  const { card, end } = useDrag()
  const ask = useAsk()
  const [over, setOver] = useState(false)
  const refusal = useRefusal()
  const move = card && moveTo(status, card, refusal)
  if (!card || !move) return { handlers: {}, look: '', note: null }
  const action = 'action' in move ? move.action : null
  return {
    handlers: {
      onDragOver: (event: React.DragEvent) => {
        if (action) event.preventDefault()
        setOver(true)
      },
      onDragLeave: () => setOver(false),
      onDrop: () => {
        setOver(false)
        end()
        if (action) ask(action, [card])
      },
    },
    look: !action ? 'opacity-55' : over ? 'rounded-lg bg-selected ring-1 ring-accent' : '',
    note: over ? ('label' in move ? move.label : move.refusal) : null,
  }
}
