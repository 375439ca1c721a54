import { useNavigate } from '@tanstack/react-router'
import { useMay } from '../account/may.tsx'
import { keysOf } from '../app/shortcut-table.ts'
import type { Card } from '../live/live.ts'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { isAllowed, scopeOf } from '../tasks/allowed.ts'
import { useAsk } from '../tasks/ask.tsx'
import { isOver, useAgain } from '../tasks/use-again.ts'
import type { Entry } from './entry.ts'

const words = text.palette

const ACTIONS = [
  ['approve', 'check'],
  ['reject', 'close'],
  ['run', 'play'],
  ['cancel', 'stop'],
] as const

/** What leads to tasks, and what can be done with one. */
export function useTaskEntries() {
  const { store } = useCore()
  const navigate = useNavigate()
  const ask = useAsk()
  const { runAgain, editAgain } = useAgain()
  const may = useMay()
  const open = (taskId: string) => void navigate({ to: '/tasks/$taskId', params: { taskId } })
  return {
    toOpen: (card: Card): Entry => ({
      id: `task:${card.id}`,
      label: card.summary,
      detail: store.get().desktops.get(card.desktopId)?.name,
      icon: { status: card.status },
      isCode: card.type === 'command',
      run: () => open(card.id),
    }),
    toOpenById: (id: string): Entry => ({
      id: `task:${id}`,
      label: words.openById(id),
      icon: 'right',
      run: () => open(id),
    }),
    /** Only what its status allows now. */
    actionsOn: (card: Card): Entry[] => [
      ...ACTIONS.filter(([action]) => may(scopeOf(action)) && isAllowed(action, card)).map(
        ([action, icon]) => ({
          id: `${action}:${card.id}`,
          label: words.onTask[action],
          detail: card.summary,
          icon,
          keys: keysOf(action),
          run: () => ask(action, [store.get().cards.get(card.id) ?? card]),
        }),
      ),
      ...(isOver(card) && may('tasks')
        ? [
            {
              id: `again:${card.id}`,
              label: words.onTask.again,
              detail: card.summary,
              icon: 'repeat' as const,
              run: () => void runAgain(card.id),
            },
            {
              id: `edit:${card.id}`,
              label: words.onTask.editAgain,
              detail: card.summary,
              icon: 'edit' as const,
              keys: keysOf('editAgain'),
              run: () => editAgain(card.id),
            },
          ]
        : []),
      {
        id: `task:${card.id}`,
        label: words.onTask.open,
        detail: card.summary,
        icon: 'right',
        keys: keysOf('open'),
        run: () => open(card.id),
      },
    ],
  }
}
