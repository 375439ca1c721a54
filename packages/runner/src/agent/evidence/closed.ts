/**
 * Folders that evidence doesn't look into, whatever git says: they are large, and nobody's work. That
 * one comes, goes or is replaced is told.
 */
export const CLOSED: ReadonlySet<string> = new Set([
  'node_modules',
  '.cache',
  '.venv',
  '__pycache__',
  '.npm',
])

/** What of a repository's own folder is executed or believed by whoever uses git there next. */
export const STEERING = [
  'config',
  'config.worktree',
  'hooks',
  'info/attributes',
  'info/exclude',
  'info/grafts',
  'info/sparse-checkout',
] as const
