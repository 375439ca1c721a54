import { Link, Outlet } from '@tanstack/react-router'
import { useState } from 'react'
import { useLive } from '../live/use-live.tsx'
import { NewTaskDialog } from '../new-task/new-task-dialog.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { Icon, type IconName, Logo } from '../ui/icons.tsx'
import { Tooltip } from '../ui/tooltip.tsx'
import { AccountMenu } from './account-menu.tsx'
import { ConnectionBanner, ConnectionSign } from './connection.tsx'
import { useShortcuts } from './shortcuts.ts'

/** What stands around every page: where one can go, whether it is live, and New Task. */
export function Shell() {
  const [creating, setCreating] = useState(false)
  useShortcuts({ n: () => setCreating(true) })
  return (
    <div className="grid h-full grid-rows-[minmax(0,1fr)] desk:grid-cols-[52px_minmax(0,1fr)] phone:grid-rows-[minmax(0,1fr)_54px]">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-panel focus:px-3 focus:py-2"
      >
        {text.skipToContent}
      </a>
      <Rail />
      <div className="flex min-h-0 min-w-0 flex-col phone:order-1">
        <header className="flex h-12 flex-none items-center gap-3 border-b border-line px-4">
          <span className="text-lg font-semibold tracking-tight">{text.product}</span>
          <ConnectionSign />
          <span className="flex-1" />
          <Button look="main" keys="N" onClick={() => setCreating(true)}>
            {text.newTask.title}
          </Button>
        </header>
        <ConnectionBanner />
        <main
          id="content"
          tabIndex={-1}
          className="relative flex min-h-0 flex-1 flex-col outline-none"
        >
          <Outlet />
        </main>
      </div>
      <NewTaskDialog open={creating} onOpenChange={setCreating} />
    </div>
  )
}

const PAGES = [
  { to: '/', icon: 'board', label: text.pages.board },
  { to: '/approvals', icon: 'approvals', label: text.pages.approvals },
  { to: '/desktops', icon: 'desktop', label: text.pages.desktops },
  { to: '/activity', icon: 'activity', label: text.pages.activity },
  { to: '/settings', icon: 'settings', label: text.pages.settings },
] as const satisfies { to: string; icon: IconName; label: string }[]

function Rail() {
  const waiting = useLive((live) => live.overview.tasks.review)
  return (
    <nav
      aria-label={text.pagesLabel}
      className="flex items-center bg-sunk desk:flex-col desk:gap-1 desk:border-r desk:border-line desk:py-3 phone:order-2 phone:justify-around phone:border-t phone:border-line"
    >
      <Logo className="mb-3 size-[26px] phone:hidden" />
      {PAGES.map(({ to, icon, label }) => (
        <Tooltip key={to} label={label}>
          <Link
            to={to}
            aria-label={
              to === '/approvals' && waiting > 0 ? `${label}, ${text.waiting(waiting)}` : label
            }
            activeOptions={{ exact: false }}
            className={classNames(
              'relative grid size-9 place-items-center rounded-lg text-dim hover:text-text',
              to === '/settings' && 'desk:mt-auto',
            )}
            activeProps={{
              className: 'bg-panel !text-text ring-1 ring-line shadow-card',
              'aria-current': 'page',
            }}
          >
            <Icon name={icon} className="size-[18px]" />
            {to === '/approvals' && waiting > 0 && (
              <span className="absolute top-0.5 right-0 min-w-3.5 rounded-full bg-review px-1 text-center text-[10px] leading-3.5 font-semibold text-bg">
                {waiting > 99 ? '99+' : waiting}
              </span>
            )}
          </Link>
        </Tooltip>
      ))}
      <AccountMenu />
    </nav>
  )
}
