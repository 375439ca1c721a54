/** Kept apart from the events' schemas: a page needs the names, but not the schemas. */
export const DESKTOP_EVENT_TYPES = [
  'desktop.status',
  'desktop.metrics',
  'desktop.agentReady',
] as const
