import { useNavigate } from '@tanstack/react-router'
import { keysOf } from '../app/shortcut-table.ts'
import { useLive } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { isAllowed } from '../tasks/allowed.ts'
import { useAsk } from '../tasks/ask.tsx'
import { isOver, useAgain } from '../tasks/use-again.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icons.tsx'
import { Menu, type MenuItem } from '../ui/menu.tsx'
import type { ShownTask } from './shown-task.ts'

const words = text.task

/** What one does most in this status as a button, the rest in a menu. */
export function TaskActions({ task }: { task: ShownTask }) {
  const ask = useAsk()
  const { runAgain, editAgain, copyCurl } = useAgain()
  const canCancel = isAllowed('cancel', task)
  const navigate = useNavigate()
  const hasDesktop = useLive((live) => live.desktops.has(task.desktopId))
  const over = isOver(task)
  const again: MenuItem = {
    label: words.runAgain,
    icon: 'repeat',
    needs: 'tasks',
    onSelect: () => runAgain(task.id),
  }
  return (
    <div className="flex flex-none items-center gap-1.5 @max-xl:w-full @max-xl:pb-1">
      {task.status === 'pending' && (
        <Button
          needs="tasks"
          look="main"
          keys={keysOf('run')}
          disabled={!isAllowed('run', task)}
          onClick={() => ask('run', [task])}
        >
          {words.run}
        </Button>
      )}
      {canCancel && (
        <Button needs="tasks" keys={keysOf('cancel')} onClick={() => ask('cancel', [task])}>
          {words.cancel}
        </Button>
      )}
      {over && (
        <>
          <Button needs="tasks" onClick={() => runAgain(task.id)}>
            {words.runAgain}
          </Button>
          <Button needs="tasks" keys={keysOf('editAgain')} onClick={() => editAgain(task.id)}>
            {words.editAgain}
          </Button>
        </>
      )}
      <Menu
        trigger={
          <Button aria-label={words.actions(task.summary)} className="px-2">
            <Icon name="more" />
          </Button>
        }
        items={[
          ...(over ? [] : [again]),
          ...(task.type === 'prompt' && hasDesktop
            ? [
                {
                  label: text.taskPage.chat,
                  icon: 'prompt' as const,
                  onSelect: () =>
                    void navigate({
                      to: '/desktops/$desktopId',
                      params: { desktopId: task.desktopId },
                      search: { view: 'chat' },
                    }),
                },
              ]
            : []),
          { label: words.copyCurl, icon: 'copy', onSelect: () => copyCurl(task.id) },
          {
            label: words.delete,
            icon: 'trash',
            needs: 'tasks',
            danger: true,
            disabled: !isAllowed('delete', task) && words.notAllowed.delete,
            onSelect: () => ask('delete', [task]),
          },
        ]}
      />
    </div>
  )
}
