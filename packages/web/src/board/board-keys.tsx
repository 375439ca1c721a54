import type { TaskStatus } from '@mission-control/protocol'
import { useNavigate } from '@tanstack/react-router'
import { useShortcuts } from '../app/shortcuts.ts'
import { placeOf } from '../live/batches.ts'
import { type Card, COLUMNS } from '../live/live.ts'
import { useCore } from '../live/use-live.tsx'
import { useOpenTask } from '../task/open-task.ts'
import type { TaskAction } from '../tasks/allowed.ts'
import { useAsk } from '../tasks/ask.tsx'
import { isOver, useAgain } from '../tasks/use-again.ts'
import { focusCard } from './focus-card.ts'
import { useSelection } from './selection.ts'
import { isBatch, shownIds } from './shown-ids.ts'

interface Props {
  folded: readonly string[]
  /** What the filter lets through; null: everything. */
  accepts: ((card: Card) => boolean) | null
}

/** The board by keyboard: J and K move, H and L change the column, the rest acts on the card. */
export function BoardKeys({ folded, accepts }: Props) {
  const { store } = useCore()
  const { ids, cursor, setCursor, toggle } = useSelection()
  const navigate = useNavigate()
  const ask = useAsk()
  const { editAgain } = useAgain()
  const open = useOpenTask()

  const step = (rows: number, columns: number) => {
    const live = store.get()
    const rowsOf = (column: TaskStatus) => shownIds(column, live, accepts).ids
    const shown = COLUMNS.filter((each) => !folded.includes(each) && rowsOf(each).length > 0)
    const card = live.cards.get(cursor ?? '')
    const place = card?.status ?? placeOf(live.batches.get(cursor ?? '')?.counts)
    const at = place ? shown.indexOf(place) : -1
    const status = shown[Math.min(Math.max(at + columns, 0), shown.length - 1)]
    if (!status) return
    const column = rowsOf(status)
    const index = at < 0 || columns !== 0 ? 0 : column.indexOf(cursor!) + rows
    const id = column[Math.min(Math.max(index, 0), column.length - 1)]!
    setCursor(id)
    if (open && !isBatch(id))
      void navigate({ to: '/tasks/$taskId', params: { taskId: id }, replace: true })
    else requestAnimationFrame(() => focusCard(id))
  }
  const act = (action: TaskAction) => {
    const { cards } = store.get()
    const targets = ids.size > 0 ? [...ids] : cursor ? [cursor] : []
    ask(
      action,
      targets.map((id) => cards.get(id)).filter((card) => card !== undefined),
    )
  }
  useShortcuts({
    j: () => step(1, 0),
    k: () => step(-1, 0),
    l: () => step(0, 1),
    h: () => step(0, -1),
    x: () => cursor && toggle(cursor),
  })
  // While a task is open, these act on it.
  const cardKeys = {
    arrowdown: () => step(1, 0),
    arrowup: () => step(-1, 0),
    arrowright: () => step(0, 1),
    arrowleft: () => step(0, -1),
    enter: () =>
      cursor && !isBatch(cursor) && navigate({ to: '/tasks/$taskId', params: { taskId: cursor } }),
    r: () => act('run'),
    e: () => {
      const card = store.get().cards.get(cursor ?? '')
      if (card && isOver(card)) editAgain(card.id)
    },
    a: () => act('approve'),
    'Shift+R': () => act('reject'),
    c: () => act('cancel'),
    delete: () => act('delete'),
  }
  useShortcuts(cardKeys, !open)
  return null
}
