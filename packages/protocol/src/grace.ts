/** How long a process may tidy up between TERM and KILL, where its task doesn't say. */
export const DEFAULT_GRACE_SECONDS = 5
export const GRACE_SECONDS_MAX = 600
