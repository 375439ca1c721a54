export const KEY = 'mission-control.'
const OWNER = `${KEY}owner`

/**
 * Settings of the page itself, which stay for the next person at this browser. Everything else is
 * personal.
 */
const HABITS: ReadonlySet<string> = new Set([
  'appearance',
  'board.folded',
  'board.side',
  'board.tab',
  'log.times',
  'log.wrap',
  'metrics.range',
  'notifications',
  'transcript.plan',
])

/** The user of this page. It is reloaded for another user. */
let user: string | null = null

/** Somebody signed in: what another person left in this browser is deleted. */
export function keepFor(userId: string): void {
  user ??= userId
  try {
    const owner = localStorage.getItem(OWNER)
    if (owner === userId) return
    if (owner !== null) forgetPersonal()
    localStorage.setItem(OWNER, userId)
  } catch {
    return // Storage is off: there is nothing to forget.
  }
}

/** Whether this page may use what is stored under the name: after a sign-out in another tab it may not. */
export function mayUse(name: string): boolean {
  return HABITS.has(name) || (user !== null && localStorage.getItem(OWNER) === user)
}

/** Forgets what belongs to the person who leaves. */
export function forgetPersonal(): void {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(KEY) && !HABITS.has(key.slice(KEY.length))) localStorage.removeItem(key)
    }
  } catch {
    return // Storage is off: there is nothing to forget.
  }
}
