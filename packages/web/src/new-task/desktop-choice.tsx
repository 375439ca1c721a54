import type { Desktop, TaskType } from '@mission-control/protocol'
import { Link } from '@tanstack/react-router'
import { useId, useState } from 'react'
import { Labels } from '../desktops/label-list.tsx'
import { byUse } from '../desktops/order.ts'
import { useLive } from '../live/use-live.tsx'
import { MiddleText } from '../log/middle-text.tsx'
import { text } from '../strings/index.ts'
import { isReady, toggled } from './choices.ts'
import { ManyAtOnce } from './many-at-once.tsx'

const words = text.newTask

interface Props {
  type: TaskType
  chosen: readonly string[]
  onChange: (desktopIds: readonly string[]) => void
  /** Somebody goes to a desktop's page. */
  onLeave: () => void
  error: string | undefined
}

/** More than this, and a field to narrow them down is of use. */
const MANY = 8

/** Which desktops get the task: one each. Only running ones can be chosen. */
export function DesktopChoice({ type, chosen, onChange, onLeave, error }: Props) {
  const id = useId()
  const desktops = useLive((live) => live.desktops)
  const [narrow, setNarrow] = useState('')
  const sorted = [...desktops.values()].sort(byUse)
  const shown = sorted.filter(({ name, labels }) =>
    [name, ...labels].join(' ').toLowerCase().includes(narrow.toLowerCase()),
  )
  const hasRunning = sorted.some(({ status }) => status === 'running')
  const toggle = (desktopId: string) => onChange(toggled(chosen, [desktopId]))
  return (
    <fieldset className="grid min-w-0 gap-1" aria-describedby={`${id}-about`}>
      <legend className="mb-1 font-[550]">{words.desktops}</legend>
      {sorted.length > MANY && (
        <input
          aria-label={words.narrow}
          placeholder={words.narrow}
          value={narrow}
          onChange={(event) => setNarrow(event.target.value)}
          className="h-[30px] rounded-[7px] border border-line-strong bg-panel px-2.5 placeholder:text-faint"
        />
      )}
      {sorted.length > 1 && (
        <ManyAtOnce desktops={shown} type={type} chosen={chosen} onChange={onChange} />
      )}
      <div className="max-h-44 overflow-y-auto rounded-[7px] border border-line-strong p-1">
        {shown.map((desktop) => (
          <Choice
            key={desktop.id}
            desktop={desktop}
            type={type}
            checked={chosen.includes(desktop.id)}
            onToggle={() => toggle(desktop.id)}
            onLeave={onLeave}
          />
        ))}
        {shown.length === 0 && <p className="px-2 py-1 text-dim">{words.noneFound}</p>}
      </div>
      <p id={`${id}-about`} className={error ? 'text-xs text-failed' : 'text-xs text-dim'}>
        {error ?? (hasRunning ? words.desktopsHint : words.noRunning)}
      </p>
    </fieldset>
  )
}

interface ChoiceProps {
  desktop: Desktop
  type: TaskType
  checked: boolean
  onToggle: () => void
  onLeave: () => void
}

function Choice({ desktop, type, checked, onToggle, onLeave }: ChoiceProps) {
  const { id, name, labels, status } = desktop
  const isRunning = status === 'running'
  const lacksAgent = isRunning && !isReady(desktop, type)
  return (
    <div className="flex min-h-7 items-center gap-2 rounded-md pr-2 hover:bg-sunk">
      <label className="flex min-h-7 min-w-0 flex-1 items-center gap-2 pl-2 select-none has-disabled:text-faint">
        <input
          type="checkbox"
          checked={checked && isRunning}
          disabled={!isRunning}
          onChange={onToggle}
          className="size-3.5 flex-none accent-accent"
        />
        <MiddleText text={name} />
        <Labels labels={labels} />
        {!isRunning && (
          <span className="ml-auto truncate text-xs text-dim">
            {words.notRunning(text.desktopStatus[status])}
          </span>
        )}
        {lacksAgent && (
          <span title={words.agentNotReady} className="ml-auto truncate text-xs text-dim">
            {words.noAgent}
          </span>
        )}
      </label>
      {(lacksAgent || !isRunning) && (
        <Link
          to="/desktops/$desktopId"
          params={{ desktopId: id }}
          search={lacksAgent ? { view: 'agent' } : {}}
          onClick={onLeave}
          className="flex-none text-xs text-accent hover:underline"
        >
          {lacksAgent ? words.setUpAgent : words.reconnect}
        </Link>
      )}
    </div>
  )
}
