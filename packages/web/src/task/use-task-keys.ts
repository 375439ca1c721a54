import { useShortcuts } from '../app/shortcuts.ts'
import { useAsk } from '../tasks/ask.tsx'
import { isOver, useAgain } from '../tasks/use-again.ts'
import type { ShownTask } from './shown-task.ts'

/** The keys that act on a card act on the open task. Those of a decision are with its box. */
export function useTaskKeys(task: ShownTask): void {
  const ask = useAsk()
  const { editAgain } = useAgain()
  useShortcuts({
    r: () => ask('run', [task]),
    e: () => isOver(task) && editAgain(task.id),
    c: () => ask('cancel', [task]),
    delete: () => ask('delete', [task]),
  })
}
