import { Link, useParams } from '@tanstack/react-router'
import { Suspense } from 'react'
import { usePageTitle } from '../app/page-title.ts'
import { text } from '../strings/index.ts'
import { Icon } from '../ui/icons.tsx'
import { PHONE, useMedia } from '../ui/use-media.ts'
import { isSection, SECTIONS } from './sections.tsx'
import { SettingsNav } from './settings-nav.tsx'

const FIRST = 'task-approval'

/** A list of sections beside one of them; on a phone one or the other. */
export function SettingsPage() {
  const { section } = useParams({ from: '/inside/settings/{-$section}' })
  usePageTitle(text.pages.settings)
  const isPhone = useMedia(PHONE)
  return (
    <div className="flex min-h-0 flex-1">
      {!(isPhone && section) && <SettingsNav shown={isPhone ? undefined : (section ?? FIRST)} />}
      {!(isPhone && !section) && (
        <div className="min-w-0 flex-1 overflow-y-auto px-4 pt-4 pb-10 desk:px-8 desk:pt-5">
          {isPhone && <ToList />}
          <Section section={section ?? FIRST} />
        </div>
      )}
    </div>
  )
}

function ToList() {
  return (
    <Link
      to="/settings/{-$section}"
      params={{ section: undefined }}
      className="-ml-1 mb-3 inline-flex h-8 items-center gap-1 text-dim"
    >
      <Icon name="left" />
      {text.settings.all}
    </Link>
  )
}

function Section({ section }: { section: string }) {
  if (!isSection(section)) return <p>{text.settings.noSection}</p>
  const { about, Content } = SECTIONS[section]
  return (
    <section aria-labelledby="section" className="grid max-w-[640px] grid-cols-1 gap-5">
      <header>
        <h1 id="section" className="text-xl font-semibold tracking-tight">
          {text.settings.sections[section]}
        </h1>
        <p className="mt-1 text-dim">{about}</p>
      </header>
      <Suspense>
        <Content />
      </Suspense>
    </section>
  )
}
