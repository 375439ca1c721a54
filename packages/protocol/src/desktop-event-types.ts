/** Apart from the schemas of the events: a page needs the names and not the schemas. */
export const DESKTOP_EVENT_TYPES = [
  'desktop.status',
  'desktop.metrics',
  'desktop.agentReady',
] as const
