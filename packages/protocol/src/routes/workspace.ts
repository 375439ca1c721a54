import { z } from 'zod'
import { endpoints } from '../endpoints.ts'
import { FleetMetrics } from '../resources/metrics.ts'
import { Overview, Settings, SettingsChanges } from '../resources/workspace.ts'
import { minutes } from './query.ts'
import type { RouteTable } from './route.ts'

export const workspaceRoutes = {
  getSettings: {
    ...endpoints.getSettings,
    needs: 'read',
    tag: 'Settings',
    summary: "The workspace's settings",
    status: 200,
    response: Settings,
    errors: [],
  },
  updateSettings: {
    ...endpoints.updateSettings,
    needs: 'admin',
    tag: 'Settings',
    summary: 'Change settings; what is left out stays',
    body: SettingsChanges,
    status: 200,
    response: Settings,
    errors: ['unknown_desktop', 'agent_not_set_up', 'secret_key_unusable'],
  },
  getOverview: {
    ...endpoints.getOverview,
    needs: 'read',
    tag: 'Overview',
    summary: 'The counts and loads of the dashboard',
    status: 200,
    response: Overview,
    errors: [],
  },
  getMetrics: {
    ...endpoints.getMetrics,
    needs: 'read',
    tag: 'Overview',
    summary:
      'Load and throughput for charts, over the last minutes; they are sums of all desktops, so a key that is restricted to some is refused, and asks for the load of each',
    query: z.object({
      minutes: minutes.meta({ description: 'How far back, up to now, in minutes.', example: 60 }),
    }),
    status: 200,
    response: FleetMetrics,
    errors: [],
  },
} as const satisfies RouteTable
