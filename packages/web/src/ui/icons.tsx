import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** Line icons on a grid of 16. They always stand beside, or are named by, a word. */
const PATHS = {
  board: <path d="M2.5 3h3v10h-3zM6.5 3h3v6.5h-3zM10.5 3h3v8.5h-3z" />,
  approvals: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="m5.5 8.2 1.8 1.8 3.3-3.9" />
    </>
  ),
  desktop: (
    <>
      <rect x="2" y="3" width="12" height="8" rx="1.5" />
      <path d="M6 13.5h4M8 11v2.5" />
    </>
  ),
  activity: <path d="M2 8h2.5L7 3l2.5 10L12 8h2" />,
  settings: (
    <>
      <path d="M2.5 4.5h6M11.5 4.5h2M2.5 11.5h2M7.5 11.5h6" />
      <circle cx="10" cy="4.5" r="1.5" />
      <circle cx="6" cy="11.5" r="1.5" />
    </>
  ),
  account: (
    <>
      <circle cx="8" cy="5.5" r="2.8" />
      <path d="M2.8 14c.7-4 9.7-4 10.4 0" />
    </>
  ),
  signIn: (
    <path d="M9 2.500h3.500a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H9M2.500 8H9.500M7 5.500 9.500 8 7 10.500" />
  ),
  people: (
    <path d="M6 7.500a2.300 2.300 0 1 0 0-4.600 2.300 2.300 0 0 0 0 4.600M2 13c0-2.200 1.800-3.500 4-3.500s4 1.300 4 3.500M10.500 7.300a2 2 0 1 0 0-4M11.500 9.700c1.600.300 2.500 1.500 2.500 3.300" />
  ),
  command: <path d="m3 4.5 3.5 3.500L3 11.500M8.5 11.500H13" />,
  prompt: <path d="M8 2.5 9.4 6.6 13.5 8 9.4 9.4 8 13.5 6.6 9.4 2.5 8 6.6 6.600z" />,
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  more: (
    <g fill="currentColor" stroke="none">
      <circle cx="3.5" cy="8" r="1.2" />
      <circle cx="8" cy="8" r="1.2" />
      <circle cx="12.5" cy="8" r="1.2" />
    </g>
  ),
  search: (
    <>
      <circle cx="7" cy="7" r="4.2" />
      <path d="m10.2 10.2 3.3 3.3" />
    </>
  ),
  edit: <path d="M10.5 3.500l2 2L6 12l-2.700.700.700-2.700zM9 5l2 2" />,
  filter: <path d="M2.5 4.500h11M4.5 8h7M6.5 11.500h3" />,
  plus: <path d="M8 3v10M3 8h10" />,
  play: <path d="M5 3.500v9l7.5-4.500z" />,
  stop: <rect x="4" y="4" width="8" height="8" rx="1" />,
  repeat: <path d="M13 8a5 5 0 1 1-1.6-3.700M13 2.500v3h-3" />,
  copy: (
    <>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
      <path d="M3.5 10.500h-1v-8h8v1" />
    </>
  ),
  trash: <path d="M3 4.500h10M6.5 4.500v-2h3v2M4.5 4.500l.600 9h5.800l.600-9" />,
  download: <path d="M8 2.500v8M4.7 7.5 8 10.800l3.3-3.300M3 13.500h10" />,
  wrap: <path d="M2.5 4h11M2.5 8h9a2 2 0 0 1 0 4H8m1.5-1.500L8 12l1.5 1.500M2.5 12h2.5" />,
  clock: (
    <>
      <circle cx="8" cy="8" r="5.8" />
      <path d="M8 4.800V8l2.2 1.5" />
    </>
  ),
  check: <path d="m3.5 8.5 3 3 6-7" />,
  left: <path d="M10 3.5 5.5 8l4.5 4.5" />,
  right: <path d="m6 3.5 4.5 4.500L6 12.5" />,
  down: <path d="m3.5 6 4.5 4.500L12.5 6" />,
  up: <path d="m3.5 10 4.5-4.5 4.5 4.5" />,
  link: (
    <path d="M6.5 9.5 10 6M7 4.500l1.3-1.300a3 3 0 0 1 4.3 4.300L11.3 8.800M9 11.500l-1.3 1.300a3 3 0 0 1-4.3-4.300L4.7 7.2" />
  ),
  warning: <path d="M8 2.5 14.5 13.500h-13zM8 6.500v3.500M8 11.800v.100" />,
  moon: <path d="M13 9.600A5.600 5.600 0 0 1 6.400 3a5.600 5.600 0 1 0 6.600 6.600z" />,
  eye: (
    <>
      <path d="M1.800 8S4 3.800 8 3.800 14.200 8 14.200 8 12 12.200 8 12.200 1.800 8 1.800 8z" />
      <circle cx="8" cy="8" r="1.900" />
    </>
  ),
  eyeOff: (
    <path d="M2.500 2.500l11 11M6.500 4c.5-.1 1-.2 1.500-.2 4 0 6.200 4.200 6.200 4.200s-.7 1.300-2 2.500M4.200 5.300C2.600 6.500 1.800 8 1.800 8S4 12.200 8 12.200c.9 0 1.700-.2 2.400-.5" />
  ),
  leave: (
    <path d="M6.500 2.800H3.800a1 1 0 0 0-1 1v8.400a1 1 0 0 0 1 1h2.700M10 5l3 3-3 3M13 8H6.500" />
  ),
  key: (
    <>
      <circle cx="5.2" cy="10.800" r="2.700" />
      <path d="m7.200 8.800 6-6M11 5l2 2M9.200 6.800l1.300 1.300" />
    </>
  ),
  keyboard: (
    <>
      <rect x="1.800" y="4" width="12.400" height="8" rx="1.500" />
      <path d="M4.500 6.800h.1M7 6.800h.1M9.500 6.800h.1M11.800 6.800h.1M5 9.500h6" />
    </>
  ),
  bell: (
    <path d="M8 2.5a4 4 0 0 0-4 4c0 3-1.5 4.500-1.500 4.500h11S12 9.500 12 6.500a4 4 0 0 0-4-4zM6.800 13.200a1.300 1.300 0 0 0 2.400 0" />
  ),
  sun: (
    <>
      <circle cx="8" cy="8" r="2.8" />
      <path d="M8 1.500v1.500M8 13v1.500M1.5 8H3M13 8h1.500M3.4 3.400l1 1M11.6 11.600l1 1M3.4 12.600l1-1M11.6 4.400l1-1" />
    </>
  ),
} satisfies Record<string, ReactNode>

export type IconName = keyof typeof PATHS

/** Decoration: hidden from screen readers, because the words beside it say the same. */
export function Icon({ name, className }: { name: IconName; className?: string }) {
  return (
    <svg
      viewBox="0 0 16 16"
      aria-hidden="true"
      className={classNames('size-4 flex-none stroke-current', className)}
      fill="none"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {PATHS[name]}
    </svg>
  )
}

export function Logo({ className }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      aria-hidden="true"
      className={classNames('stroke-current text-accent', className)}
      fill="none"
      strokeWidth="1.6"
      strokeLinecap="round"
    >
      <circle cx="12" cy="12" r="8.5" />
      <path d="M12 3.500c5 5 5 12 0 17M3.5 12h17" />
    </svg>
  )
}
