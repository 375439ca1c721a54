import type { DesktopStatus } from '@mission-control/protocol'
import type { ReactNode } from 'react'
import { text } from '../strings/index.ts'
import { classNames } from '../ui/class-names.ts'

const ring = <circle cx="8" cy="8" r="5.6" />
const arc = (
  <>
    <circle cx="8" cy="8" r="5.6" opacity=".35" />
    <path d="M8 2.4A5.6 5.6 0 0 1 13.600 8" />
  </>
)

const LOOKS: Record<DesktopStatus, { ink: string; shape: ReactNode }> = {
  pending: {
    ink: 'text-pending',
    shape: <circle cx="8" cy="8" r="5.6" strokeDasharray="2.4 2" />,
  },
  booting: { ink: 'text-running', shape: arc },
  running: {
    ink: 'text-done',
    shape: (
      <>
        {ring}
        <circle cx="8" cy="8" r="2.6" fill="currentColor" stroke="none" />
      </>
    ),
  },
  stopped: {
    ink: 'text-cancelled',
    shape: (
      <>
        {ring}
        <path d="M5.500 8h5" />
      </>
    ),
  },
  destroying: { ink: 'text-cancelled', shape: arc },
  destroyed: { ink: 'text-cancelled', shape: ring },
  error: {
    ink: 'text-failed',
    shape: (
      <>
        {ring}
        <path d="M8 5v3.400M8 10.900v.100" />
      </>
    ),
  },
}

interface Props {
  status: DesktopStatus
  /** Something runs there. */
  busy: boolean
}

/** How a desktop is: shape, word and colour. */
export function DesktopStatusWord({ status, busy }: Props) {
  const { ink, shape } = LOOKS[status]
  return (
    <span
      className={classNames('inline-flex items-center gap-1.5 align-middle whitespace-nowrap', ink)}
    >
      <svg
        viewBox="0 0 16 16"
        aria-hidden="true"
        className="size-3.5 flex-none stroke-current"
        fill="none"
        strokeWidth="1.6"
        strokeLinecap="round"
      >
        {shape}
      </svg>
      {status === 'running' ? text.desktops[busy ? 'busy' : 'idle'] : text.desktopStatus[status]}
    </span>
  )
}
