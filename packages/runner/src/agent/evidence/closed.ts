/**
 * Folders that evidence doesn't look into, whatever git says: they are large and nobody's work.
 * Evidence says only when one appears, goes or is replaced.
 */
export const CLOSED: ReadonlySet<string> = new Set([
  'node_modules',
  '.cache',
  '.venv',
  '__pycache__',
  '.npm',
])

/** The parts of `.git` that the next user of git there executes or believes. */
export const STEERING = [
  'config',
  'config.worktree',
  'hooks',
  'info/attributes',
  'info/exclude',
  'info/grafts',
  'info/sparse-checkout',
] as const
