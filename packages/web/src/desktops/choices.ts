import type { Desktop } from '@mission-control/protocol'

/** All of them are chosen, or, where they are already, none of them. */
export function toggled(chosen: readonly string[], ids: readonly string[]): string[] {
  const others = chosen.filter((id) => !ids.includes(id))
  return ids.every((id) => chosen.includes(id)) ? others : [...others, ...ids]
}

/** The ids of those that are ready, by each of their labels; most first. */
export function readyByLabel(ready: readonly Desktop[]): [label: string, ids: string[]][] {
  const byLabel = new Map<string, string[]>()
  for (const { id, labels } of ready) {
    for (const label of new Set(labels)) byLabel.set(label, [...(byLabel.get(label) ?? []), id])
  }
  return [...byLabel].sort(([a, x], [b, y]) => y.length - x.length || a.localeCompare(b))
}
