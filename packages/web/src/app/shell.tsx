import { Outlet, useNavigate } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { useNewTask } from '../new-task/new-task.tsx'
import { loadPalette, PaletteDialog } from '../palette/palette-dialog.tsx'
import { SearchBox } from '../palette/search-box.tsx'
import type { ShellDialog } from '../palette/use-actions.ts'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { ConnectionBanner, ConnectionSign } from './connection.tsx'
import { ahead, lazily } from './loaded.ts'
import { Rail } from './rail.tsx'
import { RoleBadge } from './role-badge.tsx'
import { keysOf } from './shortcut-table.ts'
import { isModalOpen, useShortcuts } from './shortcuts.ts'
import { StorageBanner } from './storage-banner.tsx'
import { UnderwaySign } from './underway-sign.tsx'

const ShortcutSheet = lazily(() => import('./shortcut-sheet.tsx'), 'ShortcutSheet')
const AddDesktop = lazily(() => import('../desktops/add-desktop.tsx'), 'AddDesktop')

/** The frame of every page: navigation, connection state, and actions that work anywhere. */
export function Shell() {
  const [dialog, setDialog] = useState<ShellDialog | 'palette' | null>(null)
  const newTask = useNewTask()
  const navigate = useNavigate()
  const close = () => setDialog(null)
  const openPalette = () => setDialog('palette')
  useShortcuts({
    n: () => newTask(),
    '?': () => setDialog('shortcuts'),
    'Mod+k': () => {
      if (dialog === 'palette') close()
      else if (!isModalOpen()) openPalette()
    },
  })
  // A page with a field of its own takes the key first.
  useShortcuts({ '/': () => void navigate({ to: '/search' }) }, true, true)
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
          <RoleBadge />
          <ConnectionSign />
          <UnderwaySign />
          <span className="flex-1" />
          <SearchBox onOpen={openPalette} onNear={() => ahead(loadPalette)} />
          <Button needs="tasks" look="main" keys={keysOf('newTask')} onClick={() => newTask()}>
            {text.createTask}
          </Button>
        </header>
        <ConnectionBanner />
        <StorageBanner />
        <main
          id="content"
          tabIndex={-1}
          className="relative flex min-h-0 flex-1 flex-col outline-none"
        >
          <Outlet />
        </main>
      </div>
      <PaletteDialog open={dialog === 'palette'} onOpenChange={close} onDialog={setDialog} />
      <Suspense>
        {dialog === 'shortcuts' && <ShortcutSheet onClose={close} />}
        {dialog === 'add-desktop' && <AddDesktop onClose={close} />}
      </Suspense>
    </div>
  )
}
