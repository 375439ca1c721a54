import { Link, useParams } from '@tanstack/react-router'
import { usePageTitle } from '../app/page-title.ts'
import { text } from '../strings/index.ts'
import { classNames } from '../ui/class-names.ts'
import { Icon } from '../ui/icons.tsx'
import { isSection, SECTIONS } from './sections.tsx'
import { SettingsNav } from './settings-nav.tsx'

const FIRST = 'task-approval'

/** A list of sections beside one of them; on a phone one or the other. */
export function SettingsPage() {
  const { section } = useParams({ from: '/inside/settings/{-$section}' })
  usePageTitle(text.pages.settings)
  return (
    <div className="flex min-h-0 flex-1">
      {section === undefined && <h1 className="sr-only desk:hidden">{text.pages.settings}</h1>}
      <SettingsNav
        shown={section ?? FIRST}
        className={section === undefined ? '' : 'phone:hidden'}
      />
      <div
        className={classNames(
          'min-w-0 flex-1 overflow-y-auto px-4 pt-4 pb-10 desk:px-8 desk:pt-5',
          section === undefined && 'phone:hidden',
        )}
      >
        <Link
          to="/settings/{-$section}"
          params={{ section: undefined }}
          className="-ml-1 mb-3 inline-flex h-8 items-center gap-1 text-dim desk:hidden"
        >
          <Icon name="left" />
          {text.settings.all}
        </Link>
        <Section section={section ?? FIRST} />
      </div>
    </div>
  )
}

function Section({ section }: { section: string }) {
  if (!isSection(section)) return <p>{text.settings.noSection}</p>
  const { about, Content } = SECTIONS[section]
  return (
    <section aria-labelledby="section" className="grid max-w-[640px] gap-5">
      <header>
        <h1 id="section" className="text-xl font-semibold tracking-tight">
          {text.settings.sections[section]}
        </h1>
        <p className="mt-1 text-dim">{about}</p>
      </header>
      <Content />
    </section>
  )
}
