import type { Desktop, TaskType } from '@mission-control/protocol'
import { useId, useState } from 'react'
import { byUse } from '../desktops/order.ts'
import { useLive } from '../live/use-live.tsx'
import { MiddleText } from '../log/middle-text.tsx'
import { text } from '../strings/index.ts'

interface Props {
  type: TaskType
  chosen: readonly string[]
  onChange: (desktopIds: readonly string[]) => void
  error: string | undefined
}

/** More than this, and a field to narrow them down is of use. */
const MANY = 8

/** Which desktops get the task: one each. Only running ones can be chosen. */
export function DesktopChoice({ type, chosen, onChange, error }: Props) {
  const id = useId()
  const desktops = useLive((live) => live.desktops)
  const [narrow, setNarrow] = useState('')
  const sorted = [...desktops.values()].sort(byUse)
  const shown = sorted.filter(({ name, labels }) =>
    [name, ...labels].join(' ').toLowerCase().includes(narrow.toLowerCase()),
  )
  const hasRunning = sorted.some(({ status }) => status === 'running')
  const toggle = (desktopId: string) =>
    onChange(
      chosen.includes(desktopId)
        ? chosen.filter((each) => each !== desktopId)
        : [...chosen, desktopId],
    )
  return (
    <fieldset className="grid min-w-0 gap-1" aria-describedby={`${id}-about`}>
      <legend className="mb-1 font-[550]">{text.newTask.desktops}</legend>
      {sorted.length > MANY && (
        <input
          aria-label={text.newTask.narrow}
          placeholder={text.newTask.narrow}
          value={narrow}
          onChange={(event) => setNarrow(event.target.value)}
          className="h-[30px] rounded-[7px] border border-line-strong bg-panel px-2.5 placeholder:text-faint"
        />
      )}
      <div className="max-h-44 overflow-y-auto rounded-[7px] border border-line-strong p-1">
        {shown.map((desktop) => (
          <Choice
            key={desktop.id}
            desktop={desktop}
            type={type}
            checked={chosen.includes(desktop.id)}
            onToggle={() => toggle(desktop.id)}
          />
        ))}
        {shown.length === 0 && <p className="px-2 py-1 text-dim">{text.newTask.noneFound}</p>}
      </div>
      <p id={`${id}-about`} className={error ? 'text-xs text-failed' : 'text-xs text-dim'}>
        {error ?? (hasRunning ? text.newTask.desktopsHint : text.newTask.noRunning)}
      </p>
    </fieldset>
  )
}

interface ChoiceProps {
  desktop: Desktop
  type: TaskType
  checked: boolean
  onToggle: () => void
}

function Choice({ desktop, type, checked, onToggle }: ChoiceProps) {
  const isRunning = desktop.status === 'running'
  const note = isRunning
    ? type === 'prompt' && !desktop.agentReady && text.newTask.agentNotReady
    : text.newTask.notRunning(text.desktopStatus[desktop.status])
  return (
    <label className="flex min-h-7 items-center gap-2 rounded-md px-2 select-none hover:bg-sunk has-disabled:text-faint has-disabled:hover:bg-transparent">
      <input
        type="checkbox"
        checked={checked && isRunning}
        disabled={!isRunning}
        onChange={onToggle}
        className="size-3.5 flex-none accent-accent"
      />
      <MiddleText text={desktop.name} />
      {note && <span className="ml-auto truncate text-xs text-dim">{note}</span>}
    </label>
  )
}
