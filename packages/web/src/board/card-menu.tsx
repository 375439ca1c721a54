import { useNavigate } from '@tanstack/react-router'
import { keysOf } from '../app/shortcut-table.ts'
import type { Card } from '../live/live.ts'
import { text } from '../strings/index.ts'
import { isAllowed } from '../tasks/allowed.ts'
import { useAsk } from '../tasks/ask.tsx'
import { isOver, useAgain } from '../tasks/use-again.ts'
import { Icon } from '../ui/icons.tsx'
import { Menu } from '../ui/menu.tsx'
import { useSelection } from './selection.ts'

/** Everything that can be done with a card; what can't be done now says why. */
export function CardMenu({ card }: { card: Card }) {
  const navigate = useNavigate()
  const { toggle } = useSelection()
  const { runAgain, editAgain, copyCurl } = useAgain()
  const ask = useAsk()
  const { notAllowed } = text.task
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={text.task.actions(card.summary)}
          tabIndex={-1}
          className="absolute top-1 right-1 z-1 hidden size-6 place-items-center rounded-md border border-line bg-panel text-dim group-hover/card:grid hover:text-text focus-visible:grid data-[state=open]:grid pointer-coarse:grid"
        >
          <Icon name="more" />
        </button>
      }
      items={[
        {
          label: text.task.run,
          icon: 'play',
          keys: keysOf('run'),
          needs: 'tasks',
          disabled: !isAllowed('run', card) && notAllowed.run,
          onSelect: () => ask('run', [card]),
        },
        {
          label: text.task.cancel,
          icon: 'stop',
          keys: keysOf('cancel'),
          needs: 'tasks',
          disabled: !isAllowed('cancel', card) && notAllowed.cancel,
          onSelect: () => ask('cancel', [card]),
        },
        {
          label: text.task.runAgain,
          icon: 'repeat',
          needs: 'tasks',
          onSelect: () => runAgain(card.id),
        },
        {
          label: text.task.editAgain,
          icon: 'edit',
          keys: keysOf('editAgain'),
          needs: 'tasks',
          disabled: !isOver(card) && notAllowed.again,
          onSelect: () => editAgain(card.id),
        },
        { label: text.task.copyCurl, icon: 'copy', onSelect: () => copyCurl(card.id) },
        {
          label: text.task.select,
          icon: 'check',
          keys: keysOf('select'),
          onSelect: () => toggle(card.id),
        },
        {
          label: text.task.open,
          icon: 'right',
          keys: keysOf('open'),
          onSelect: () => navigate({ to: '/tasks/$taskId', params: { taskId: card.id } }),
        },
        {
          label: text.task.delete,
          icon: 'trash',
          needs: 'tasks',
          danger: true,
          disabled: !isAllowed('delete', card) && notAllowed.delete,
          onSelect: () => ask('delete', [card]),
        },
      ]}
    />
  )
}
