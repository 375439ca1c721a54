import { Link } from '@tanstack/react-router'
import { text } from '../strings/index.ts'
import { Icon } from '../ui/icons.tsx'
import type { SectionName } from './section-names.ts'
import { SECTIONS } from './sections.tsx'

const GROUPS: [string, SectionName[]][] = [
  [text.settings.groups.missionControl, ['task-approval', 'new-desktops']],
  [text.settings.groups.access, ['people', 'single-sign-on', 'api-keys', 'audit']],
  [text.settings.groups.you, ['account', 'appearance', 'notifications']],
]

/** `shown`: the section beside it; on a phone there is none. */
export function SettingsNav({ shown }: { shown: string | undefined }) {
  return (
    <nav
      aria-label={text.settings.nav}
      className="overflow-y-auto px-3 py-4 desk:w-52 desk:flex-none desk:border-r desk:border-line phone:flex-1"
    >
      {shown === undefined && (
        <h1 className="px-2 pb-3 text-xl font-semibold tracking-tight">{text.pages.settings}</h1>
      )}
      {GROUPS.map(([group, sections]) => (
        <section key={group} className="mb-4">
          <h2 className="px-2 pb-1 text-xs text-faint">{group}</h2>
          <ul className="grid gap-px">
            {sections.map((section) => (
              <li key={section}>
                <Link
                  to="/settings/{-$section}"
                  params={{ section }}
                  aria-current={shown === section ? 'page' : undefined}
                  className="flex h-7 items-center gap-2 rounded-md px-2 text-dim hover:bg-sunk hover:text-text aria-[current]:bg-sunk aria-[current]:font-[550] aria-[current]:text-text phone:h-11"
                >
                  <Icon name={SECTIONS[section].icon} />
                  {text.settings.sections[section]}
                  <Icon name="right" className="ml-auto text-faint desk:hidden" />
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  )
}
