import { useMemo, useRef, useState } from 'react'
import { usePageTitle } from '../app/page-title.ts'
import { keysOf } from '../app/shortcut-table.ts'
import { useShortcuts } from '../app/shortcuts.ts'
import { useLive } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { PHONE, useMedia } from '../ui/use-media.ts'
import { AddDesktop } from './add-desktop.tsx'
import { DesktopCards } from './desktop-cards.tsx'
import { DesktopTable } from './desktop-table.tsx'
import { DesktopsSkeleton } from './desktops-skeleton.tsx'
import { NoDesktops } from './no-desktops.tsx'
import { byUse, isFound } from './order.ts'

const words = text.desktops

/** All machines that run tasks. */
export function DesktopsPage() {
  usePageTitle(text.pages.desktops)
  const [filter, setFilter] = useState('')
  const [adding, setAdding] = useState(false)
  const loading = useLive((live) => live.connection.state === 'loading')
  const all = useLive((live) => live.desktops)
  const isPhone = useMedia(PHONE)
  const shown = useMemo(
    () =>
      [...all.values()]
        .filter((desktop) => isFound(desktop, text.desktopStatus[desktop.status], filter))
        .sort(byUse),
    [all, filter],
  )
  const running = [...all.values()].filter(({ status }) => status === 'running').length
  const List = isPhone ? DesktopCards : DesktopTable
  return (
    <>
      <div className="flex flex-none flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 py-2.5">
        <h1 className="text-lg font-semibold">{text.pages.desktops}</h1>
        {!loading && all.size > 0 && (
          <span className="text-dim">{words.running(running, all.size)}</span>
        )}
        <span className="flex-1" />
        {all.size > 1 && <Filter words={filter} onChange={setFilter} />}
        <Button needs="desktops" icon="plus" onClick={() => setAdding(true)}>
          {words.add.button}
        </Button>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {loading ? (
          <DesktopsSkeleton />
        ) : all.size === 0 ? (
          <NoDesktops onAdd={() => setAdding(true)} />
        ) : shown.length === 0 ? (
          <p className="px-4 py-3 text-faint">{words.noneMatch}</p>
        ) : (
          <List desktops={shown} />
        )}
      </div>
      {adding && <AddDesktop onClose={() => setAdding(false)} />}
    </>
  )
}

function Filter({ words, onChange }: { words: string; onChange: (words: string) => void }) {
  const input = useRef<HTMLInputElement>(null)
  useShortcuts({ '/': () => input.current?.focus() })
  return (
    <search className="contents">
      <SearchField
        ref={input}
        label={text.desktops.filter}
        value={words}
        onChange={onChange}
        className="h-[30px] w-56 phone:order-last phone:w-full"
      >
        <Kbd>{keysOf('filter')}</Kbd>
      </SearchField>
    </search>
  )
}
