import { useNavigate } from '@tanstack/react-router'
import { useSession } from '../account/session.ts'
import { visible } from '../log/blanks.ts'
import { text } from '../strings/index.ts'
import { useSay } from '../toasts/toasts.tsx'
import { Icon } from '../ui/icons.tsx'
import { Menu } from '../ui/menu.tsx'
import { PHONE, useMedia } from '../ui/use-media.ts'
import { APPEARANCES, setAppearance, useAppearance } from './appearance.ts'
import { explain } from './explain.ts'
import { useWorkspaces } from './use-workspaces.ts'
import { openWorkspace } from './workspace.ts'

const words = text.accountMenu

/** The menu of the person who is signed in. */
export function AccountMenu() {
  const { user, workspace, signOut } = useSession()
  const workspaces = useWorkspaces()
  const appearance = useAppearance()
  const navigate = useNavigate()
  const say = useSay()
  const isPhone = useMedia(PHONE)
  return (
    <Menu
      heading={visible(user.email)}
      side={isPhone ? 'top' : 'right'}
      trigger={
        <button
          type="button"
          aria-label={words.label(user.email)}
          className="grid size-9 place-items-center rounded-lg text-dim hover:text-text data-[state=open]:bg-panel data-[state=open]:text-text"
        >
          <Icon name="account" className="size-[18px]" />
        </button>
      }
      items={[
        {
          label: words.settings,
          icon: 'settings',
          onSelect: () => navigate({ to: '/settings/{-$section}', params: { section: 'account' } }),
        },
        ...(workspaces.data ?? []).map((each) => ({
          id: each.id,
          label: each.label,
          group: words.workspaces,
          checked: each.id === workspace?.id,
          onSelect: () => openWorkspace(each),
        })),
        ...APPEARANCES.map((each) => ({
          label: words[each],
          group: words.appearance,
          checked: appearance === each,
          onSelect: () => setAppearance(each),
        })),
        {
          label: words.signOut,
          icon: 'leave',
          group: words.signOut,
          onSelect: () => signOut().catch((error) => say(explain(error), { bad: true })),
        },
      ]}
    />
  )
}
