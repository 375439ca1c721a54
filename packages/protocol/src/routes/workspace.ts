import { z } from 'zod'
import { endpoints } from '../endpoints.ts'
import { FleetMetrics } from '../resources/metrics.ts'
import { Overview, Settings } from '../resources/workspace.ts'
import { minutes } from './query.ts'
import type { RouteTable } from './route.ts'

export const workspaceRoutes = {
  getSettings: {
    ...endpoints.getSettings,
    tag: 'Settings',
    summary: "The workspace's settings",
    status: 200,
    response: Settings,
    errors: [],
  },
  updateSettings: {
    ...endpoints.updateSettings,
    tag: 'Settings',
    summary: 'Change settings; what is left out stays',
    body: Settings.partial(),
    status: 200,
    response: Settings,
    errors: [],
  },
  getOverview: {
    ...endpoints.getOverview,
    tag: 'Overview',
    summary: 'The counts and loads of the dashboard',
    status: 200,
    response: Overview,
    errors: [],
  },
  getMetrics: {
    ...endpoints.getMetrics,
    tag: 'Overview',
    summary: 'Load of all desktops and throughput of tasks over the last minutes, for charts',
    query: z.object({ minutes }),
    status: 200,
    response: FleetMetrics,
    errors: [],
  },
} as const satisfies RouteTable
