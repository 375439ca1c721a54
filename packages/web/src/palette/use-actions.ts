import { useNavigate } from '@tanstack/react-router'
import { useMay } from '../account/may.tsx'
import { useSession } from '../account/session.ts'
import { APPEARANCES, setAppearance } from '../app/appearance.ts'
import { explain } from '../app/explain.ts'
import { PAGES } from '../app/pages.ts'
import { keysOf } from '../app/shortcut-table.ts'
import { useWorkspaces } from '../app/use-workspaces.ts'
import { openWorkspace } from '../app/workspace.ts'
import { useNewTask } from '../new-task/new-task.tsx'
import { SECTION_NAMES } from '../settings/section-names.ts'
import { text } from '../strings/index.ts'
import { useSay } from '../toasts/toasts.tsx'
import type { Entry } from './entry.ts'

const words = text.palette

/** Dialogs that stand over any page. */
export type ShellDialog = 'add-desktop' | 'shortcuts'

/** What can be done anywhere. */
export function useActions(open: (dialog: ShellDialog) => void): Entry[] {
  const navigate = useNavigate()
  const { signOut } = useSession()
  const newTask = useNewTask()
  const workspaces = useWorkspaces()
  const say = useSay()
  const may = useMay()
  const all: Entry[] = [
    {
      id: 'new-task',
      label: text.createTask,
      words: words.newTaskWords,
      icon: 'plus',
      keys: keysOf('newTask'),
      needs: 'tasks',
      run: () => newTask(),
    },
    ...PAGES.map(({ to, icon, label }) => ({
      id: `page:${to}`,
      label: words.goTo(label),
      icon,
      run: () => void navigate({ to }),
    })),
    {
      id: 'add-desktop',
      label: words.addDesktop,
      icon: 'desktop',
      needs: 'desktops',
      run: () => open('add-desktop'),
    },
    {
      id: 'create-api-key',
      label: words.createApiKey,
      icon: 'key',
      run: () => void navigate({ ...settings('api-keys'), hash: 'new' }),
    },
    ...SECTION_NAMES.map((section) => ({
      id: `settings:${section}`,
      label: words.settings(text.settings.sections[section]),
      icon: 'settings' as const,
      run: () => void navigate(settings(section)),
    })),
    ...(workspaces.data ?? []).map((each) => ({
      id: `workspace:${each.id}`,
      label: words.openWorkspace(each.label),
      icon: 'people' as const,
      run: () => openWorkspace(each),
    })),
    ...APPEARANCES.map((appearance) => ({
      id: `appearance:${appearance}`,
      label: words.appearance(text.accountMenu[appearance]),
      words: words.appearanceWords,
      icon: appearance === 'dark' ? ('moon' as const) : ('sun' as const),
      run: () => setAppearance(appearance),
    })),
    {
      id: 'shortcuts',
      label: words.shortcuts,
      words: words.shortcutsWords,
      icon: 'keyboard',
      keys: keysOf('sheet'),
      run: () => open('shortcuts'),
    },
    {
      id: 'sign-out',
      label: words.signOut,
      words: words.signOutWords,
      icon: 'leave',
      run: () => void signOut().catch((error) => say(explain(error), { bad: true })),
    },
  ]
  return all.filter(({ needs }) => !needs || may(needs))
}

function settings(section: string) {
  return { to: '/settings/{-$section}', params: { section } } as const
}
