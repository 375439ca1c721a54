import { useShortcuts } from '../app/shortcuts.ts'
import type { Card } from '../live/live.ts'
import { useLive } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { isAllowed, scopeOf, type TaskAction } from '../tasks/allowed.ts'
import { useAsk } from '../tasks/ask.tsx'
import { Button } from '../ui/button.tsx'
import type { IconName } from '../ui/icons.tsx'
import { useSelection } from './selection.ts'

const ACTIONS = [
  ['approve', 'check'],
  ['reject', 'close'],
  ['run', 'play'],
  ['cancel', 'stop'],
  ['delete', 'trash'],
] as const satisfies [TaskAction, IconName][]

/** What can be done with all that is selected. */
export function SelectionBar() {
  const { ids, clear } = useSelection()
  const cards = useLive((live) => live.cards)
  const ask = useAsk()
  useShortcuts({ escape: clear }, ids.size > 0)
  if (ids.size === 0) return null
  const selected = [...ids].map((id) => cards.get(id)).filter((card) => card !== undefined)
  return (
    <div
      role="toolbar"
      aria-label={text.board.selected(selected.length)}
      className="mx-2.5 mt-2.5 flex flex-none items-center gap-1.5 rounded-lg border border-accent bg-selected px-2.5 py-1.5"
    >
      <span className="flex-1 font-[550]">{text.board.selected(selected.length)}</span>
      {ACTIONS.map(([action, icon]) => {
        const able = selected.filter((card: Card) => isAllowed(action, card))
        if (able.length === 0) return null
        return (
          <Button
            key={action}
            needs={scopeOf(action)}
            size="small"
            icon={icon}
            onClick={() => ask(action, able)}
          >
            {text.task[action]} {able.length}
          </Button>
        )
      })}
      <Button size="small" look="quiet" onClick={clear}>
        {text.board.clearSelection}
      </Button>
    </div>
  )
}
