import type { TaskStatus } from '@mission-control/protocol'
import type { ReactNode } from 'react'
import { text } from '../strings/index.ts'
import { classNames } from './class-names.ts'

const SHAPES: Record<TaskStatus, ReactNode> = {
  pending: <circle cx="8" cy="8" r="5.6" strokeDasharray="2.4 2" />,
  running: (
    <>
      <circle cx="8" cy="8" r="5.6" opacity=".35" />
      <path d="M8 2.4A5.6 5.6 0 0 1 13.6 8" />
    </>
  ),
  review: (
    <>
      <circle cx="8" cy="8" r="5.6" />
      <path d="M8 5v3.4M8 10.9v.1" />
    </>
  ),
  done: (
    <>
      <circle cx="8" cy="8" r="5.6" />
      <path d="m5.6 8.2 1.7 1.7 3.2-3.6" />
    </>
  ),
  failed: (
    <>
      <circle cx="8" cy="8" r="5.6" />
      <path d="m6 6 4 4M10 6l-4 4" />
    </>
  ),
  cancelled: (
    <>
      <circle cx="8" cy="8" r="5.6" />
      <path d="M5 8h6" />
    </>
  ),
}

const STATUS_INK: Record<TaskStatus, string> = {
  pending: 'text-pending',
  running: 'text-running',
  review: 'text-review',
  done: 'text-done',
  failed: 'text-failed',
  cancelled: 'text-cancelled',
}

/** The shape and colour of a status; its word must stand beside it, or use `StatusWord`. */
export function StatusIcon({ status, className }: { status: TaskStatus; className?: string }) {
  return (
    <svg
      viewBox="0 0 16 16"
      aria-hidden="true"
      className={classNames('size-3.5 flex-none stroke-current', STATUS_INK[status], className)}
      fill="none"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {SHAPES[status]}
    </svg>
  )
}

export function StatusWord({ status }: { status: TaskStatus }) {
  return (
    <span className={classNames('inline-flex items-center gap-1.5', STATUS_INK[status])}>
      <StatusIcon status={status} />
      {text.status[status]}
    </span>
  )
}
