import type { Desktop } from '@mission-control/protocol'

/** Those that run first, then by name; `atelier-2` before `atelier-10`. */
export function byUse(a: Desktop, b: Desktop): number {
  const rank = ({ status }: Desktop) => (status === 'running' ? 0 : 1)
  return rank(a) - rank(b) || a.name.localeCompare(b.name, undefined, { numeric: true })
}

/** Whether its name, its status in words or a label holds the words. */
export function isFound(desktop: Desktop, statusWord: string, words: string): boolean {
  const wanted = words.trim().toLowerCase()
  return [desktop.name, statusWord, ...desktop.labels].some((text) =>
    text.toLowerCase().includes(wanted),
  )
}
