import type { TaskType } from '@mission-control/protocol'
import { text } from '../strings/index.ts'
import { Icon } from '../ui/icons.tsx'

const TYPES = ['prompt', 'command'] as const satisfies TaskType[]
const HINTS = { prompt: text.newTask.promptHint, command: text.newTask.commandHint }

export function TypeChoice({
  type,
  onChange,
}: {
  type: TaskType
  onChange: (type: TaskType) => void
}) {
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 font-[550]">{text.newTask.type}</legend>
      <div className="grid grid-cols-2 gap-2">
        {TYPES.map((each) => (
          <label
            key={each}
            className="flex h-9 items-center gap-2 rounded-[7px] border border-line-strong px-2.5 select-none has-checked:border-accent has-checked:bg-selected has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name="type"
              value={each}
              checked={type === each}
              onChange={() => onChange(each)}
              className="sr-only"
            />
            <Icon name={each} />
            {text.task.type[each]}
          </label>
        ))}
      </div>
      <p className="text-xs text-dim">{HINTS[type]}</p>
    </fieldset>
  )
}
