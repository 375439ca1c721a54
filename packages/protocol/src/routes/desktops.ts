import { z } from 'zod'
import { endpoints } from '../endpoints.ts'
import { desktopFrames } from '../frames.ts'
import {
  CreatedDesktop,
  Desktop,
  DesktopChanges,
  DesktopMove,
  NewDesktop,
} from '../resources/desktop.ts'
import { MetricsPoint } from '../resources/metrics.ts'
import { PermissionRules } from '../resources/permission.ts'
import { UpgradeRequest } from '../resources/upgrade.ts'
import { minutes } from './query.ts'
import type { RouteTable } from './route.ts'

export const desktopsRoutes = {
  listDesktops: {
    ...endpoints.listDesktops,
    needs: 'read',
    tag: 'Desktops',
    summary: 'All desktops, oldest first',
    status: 200,
    response: z.array(Desktop),
    errors: [],
  },
  createDesktop: {
    ...endpoints.createDesktop,
    needs: 'desktops',
    tag: 'Desktops',
    summary: 'Register a desktop; the answer holds its credential, once',
    body: NewDesktop,
    status: 201,
    location: endpoints.getDesktop.path,
    response: CreatedDesktop,
    secret: true,
    errors: [],
  },
  streamDesktops: {
    ...endpoints.streamDesktops,
    needs: 'read',
    tag: 'Desktops',
    summary: 'Status, load and agent of the desktops as they change',
    status: 200,
    produces: 'events',
    frames: desktopFrames,
    errors: [],
  },
  getDesktop: {
    ...endpoints.getDesktop,
    needs: 'read',
    tag: 'Desktops',
    summary: 'One desktop',
    status: 200,
    response: Desktop,
    errors: ['desktop_not_found'],
  },
  getDesktopMetrics: {
    ...endpoints.getDesktopMetrics,
    needs: 'read',
    tag: 'Desktops',
    summary: 'The load of a desktop over the last minutes, a point a minute, oldest first',
    query: z.object({
      minutes: minutes.meta({ description: 'How far back, up to now, in minutes.', example: 60 }),
    }),
    status: 200,
    response: z.array(MetricsPoint),
    errors: ['desktop_not_found'],
  },
  updateDesktop: {
    ...endpoints.updateDesktop,
    needs: 'desktops',
    tag: 'Desktops',
    summary:
      "Rename a desktop, or change its labels, time limit, upgrade policy or agent's key; what is left out stays",
    body: DesktopChanges,
    status: 200,
    response: Desktop,
    errors: ['desktop_not_found'],
  },
  upgradeDesktop: {
    ...endpoints.upgradeDesktop,
    needs: 'desktops',
    tag: 'Desktops',
    summary:
      "Upgrade the desktop's runner to the server's version, whatever its policy; one that has failed is tried again",
    body: UpgradeRequest,
    status: 200,
    response: Desktop,
    errors: ['desktop_not_found', 'nothing_to_upgrade'],
  },
  moveDesktop: {
    ...endpoints.moveDesktop,
    needs: 'desktops',
    tag: 'Desktops',
    summary:
      'Move a desktop to another workspace; whoever moves it is an admin of both, what it has done stays here, and what runs finishes here',
    body: DesktopMove,
    status: 200,
    response: Desktop,
    errors: ['desktop_not_found', 'workspace_not_found', 'status_conflict', 'desktop_busy'],
  },
  deleteDesktop: {
    ...endpoints.deleteDesktop,
    needs: 'desktops',
    tag: 'Desktops',
    summary: 'Remove a desktop: running tasks fail, pending ones are cancelled, history stays',
    status: 204,
    errors: ['desktop_not_found'],
  },
  getPermissionRules: {
    ...endpoints.getPermissionRules,
    needs: 'read',
    tag: 'Desktops',
    summary: 'What the agent of a desktop may do, has to ask for, and may never do',
    status: 200,
    response: PermissionRules,
    errors: ['desktop_not_found'],
  },
  setPermissionRules: {
    ...endpoints.setPermissionRules,
    needs: 'desktops',
    tag: 'Desktops',
    summary: 'Replace the permission rules of a desktop; they apply to open requests at once',
    body: PermissionRules,
    status: 200,
    response: PermissionRules,
    errors: ['desktop_not_found'],
  },
} as const satisfies RouteTable
