import {
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  retainSearchParams,
} from '@tanstack/react-router'
import { Account } from '../account/account.tsx'
import type { SessionGate } from '../account/session-gate.ts'
import { activitySearch } from '../activity/search.ts'
import { BoardPage } from '../board/board-page.tsx'
import { boardSearch } from '../board/board-search.ts'
import { desktopSearch } from '../desktops/desktop-search.ts'
import { NewTaskProvider } from '../new-task/new-task.tsx'
import { searchAddress } from '../search/search-address.ts'
import { AskProvider } from '../tasks/ask.tsx'
import { Toasts } from '../toasts/toasts.tsx'
import { BrokenPage, NoSuchPage } from './failure.tsx'
import { pageOf } from './loaded.ts'
import { Shell } from './shell.tsx'

/**
 * Every address of the dashboard. The board is part of the first load; the other pages are fetched when they
 * are opened.
 */
export function createPages(basePath: string, gate: SessionGate) {
  const root = createRootRoute({ component: Everywhere, notFoundComponent: NoSuchPage })
  const setUp = createRoute({
    getParentRoute: () => root,
    path: '/set-up',
    component: pageOf(() => import('../account/set-up-page.tsx'), 'SetUpPage'),
  })
  const reset = createRoute({
    getParentRoute: () => root,
    path: '/reset',
    component: pageOf(() => import('../account/reset-page.tsx'), 'ResetPage'),
  })
  const cameBack = createRoute({
    getParentRoute: () => root,
    path: '/sign-in/$provider',
    component: pageOf(() => import('../account/came-back-page.tsx'), 'CameBackPage'),
  })
  const invitation = createRoute({
    getParentRoute: () => root,
    path: '/invitation',
    component: pageOf(() => import('../account/invitation-page.tsx'), 'InvitationPage'),
  })
  const inside = createRoute({
    getParentRoute: () => root,
    id: 'inside',
    component: () => (
      <Account gate={gate}>
        <NewTaskProvider>
          <AskProvider>
            <Shell />
          </AskProvider>
        </NewTaskProvider>
      </Account>
    ),
  })
  const board = createRoute({
    getParentRoute: () => inside,
    id: 'board',
    component: BoardPage,
    validateSearch: boardSearch,
    search: { middlewares: [retainSearchParams(['words', 'desktop', 'mine', 'batch'])] },
  })
  const pages = root.addChildren([
    setUp,
    reset,
    cameBack,
    invitation,
    inside.addChildren([
      board.addChildren([
        createRoute({ getParentRoute: () => board, path: '/' }),
        createRoute({
          getParentRoute: () => board,
          path: '/tasks/$taskId',
          component: pageOf(() => import('../task/task-panel.tsx'), 'TaskPanel'),
        }),
      ]),
      createRoute({
        getParentRoute: () => inside,
        path: '/approvals',
        component: pageOf(() => import('../approvals/approvals-page.tsx'), 'ApprovalsPage'),
      }),
      createRoute({
        getParentRoute: () => inside,
        path: '/desktops',
        component: pageOf(() => import('../desktops/desktops-page.tsx'), 'DesktopsPage'),
      }),
      createRoute({
        getParentRoute: () => inside,
        path: '/desktops/$desktopId',
        validateSearch: desktopSearch,
        component: pageOf(() => import('../desktops/desktop-page.tsx'), 'DesktopPage'),
      }),
      createRoute({
        getParentRoute: () => inside,
        path: '/activity',
        validateSearch: activitySearch,
        component: pageOf(() => import('../activity/activity-page.tsx'), 'ActivityPage'),
      }),
      createRoute({
        getParentRoute: () => inside,
        path: '/search',
        validateSearch: searchAddress,
        component: pageOf(() => import('../search/search-page.tsx'), 'SearchPage'),
      }),
      createRoute({
        getParentRoute: () => inside,
        path: '/settings/{-$section}',
        component: pageOf(() => import('../settings/settings-page.tsx'), 'SettingsPage'),
      }),
    ]),
  ])
  return createRouter({
    routeTree: pages,
    basepath: basePath,
    defaultNotFoundComponent: NoSuchPage,
    defaultErrorComponent: BrokenPage,
    defaultPreload: 'intent',
  })
}

/** Notifications lie over every page, and may link to any. */
function Everywhere() {
  return (
    <Toasts>
      <Outlet />
    </Toasts>
  )
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPages>
  }
}
