import type { Desktop, TaskType } from '@mission-control/protocol'
import { Link } from '@tanstack/react-router'
import { DesktopChoice, Obstacle } from '../desktops/desktop-choice.tsx'
import { useLive } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { isReady } from './ready.ts'

const words = text.newTask

interface Props {
  type: TaskType
  chosen: readonly string[]
  onChange: (desktopIds: readonly string[]) => void
  /** Called when somebody goes to a desktop's page. */
  onLeave: () => void
  error: string | undefined
}

/** Which desktops get the task: one each. Only running ones can be chosen. */
export function TargetDesktops({ type, chosen, onChange, onLeave, error }: Props) {
  const desktops = [...useLive((live) => live.desktops).values()]
  const lacksAgent = (desktop: Desktop) => isRunning(desktop) && !isReady(desktop, type)
  return (
    <DesktopChoice
      legend={words.desktops}
      hint={error ?? (desktops.some(isRunning) ? words.desktopsHint : words.noRunning)}
      isWrong={error !== undefined}
      desktops={desktops}
      chosen={chosen}
      onChange={onChange}
      all={words.allReady}
      isOpen={isRunning}
      isReady={(desktop) => isReady(desktop, type)}
      obstacle={(desktop) => {
        if (lacksAgent(desktop)) {
          return <Obstacle title={words.agentNotReady}>{words.noAgent}</Obstacle>
        }
        const status = text.desktopStatus[desktop.status]
        return isRunning(desktop) ? null : <Obstacle>{words.notRunning(status)}</Obstacle>
      }}
      wayOut={(desktop) => {
        if (isReady(desktop, type)) return null
        const lacks = lacksAgent(desktop)
        return (
          <Link
            to="/desktops/$desktopId"
            params={{ desktopId: desktop.id }}
            search={lacks ? { view: 'agent' } : {}}
            onClick={onLeave}
            className="flex-none text-xs text-accent hover:underline"
          >
            {lacks ? words.setUpAgent : words.reconnect}
          </Link>
        )
      }}
    />
  )
}

function isRunning({ status }: Desktop): boolean {
  return status === 'running'
}
