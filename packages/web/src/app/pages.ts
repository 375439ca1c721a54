import { text } from '../strings/index.ts'
import type { IconName } from '../ui/icons.tsx'

/** The pages that the navigation leads to. */
export const PAGES = [
  { to: '/', icon: 'board', label: text.pages.board },
  { to: '/approvals', icon: 'approvals', label: text.pages.approvals },
  { to: '/desktops', icon: 'desktop', label: text.pages.desktops },
  { to: '/activity', icon: 'activity', label: text.pages.activity },
  { to: '/search', icon: 'search', label: text.pages.search },
  { to: '/settings', icon: 'settings', label: text.pages.settings },
] as const satisfies { to: string; icon: IconName; label: string }[]
