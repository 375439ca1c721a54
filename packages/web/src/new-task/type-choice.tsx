import type { TaskType } from '@mission-control/protocol'
import { text } from '../strings/index.ts'
import { Icon } from '../ui/icons.tsx'
import { RadioCards } from '../ui/radio-cards.tsx'

const TYPES = ['prompt', 'command'] as const satisfies TaskType[]
const HINTS = { prompt: text.newTask.promptHint, command: text.newTask.commandHint }

interface Props {
  type: TaskType
  onChange: (type: TaskType) => void
}

export function TypeChoice({ type, onChange }: Props) {
  return (
    <RadioCards
      legend={text.newTask.type}
      name="type"
      choices={TYPES}
      chosen={type}
      onChoose={onChange}
      columns="grid-cols-2"
      layout="flex h-9 items-center gap-2 rounded-[7px] px-2.5"
      hint={<p className="text-xs text-dim">{HINTS[type]}</p>}
    >
      {(each) => (
        <>
          <Icon name={each} />
          {text.task.type[each]}
        </>
      )}
    </RadioCards>
  )
}
