import { Link } from '@tanstack/react-router'
import { waitingForYou } from '../live/live.ts'
import { useLive } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { classNames } from '../ui/class-names.ts'
import { Icon, Logo } from '../ui/icons.tsx'
import { Tooltip } from '../ui/tooltip.tsx'
import { AccountMenu } from './account-menu.tsx'
import { PAGES } from './pages.ts'

export function Rail() {
  const waiting = useLive(waitingForYou)
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
